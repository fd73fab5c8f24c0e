package io.github.sam4j.weights.file;

/**
 * Where a tensor lies in a file. Readers make one only after every check, so that all its elements
 * are inside the file.
 *
 * @param name as the file calls it
 * @param type of its elements
 * @param shape dimensions, none for a scalar
 * @param strides elements from one index to the next, per dimension; never negative
 * @param position of its first element, in bytes from the beginning of the file
 */
public record StoredTensor(String name, DataType type, int[] shape, long[] strides, long position) {

  /** Most dimensions a tensor may have, as in PyTorch. */
  public static final int MAX_RANK = 64;

  /** Most tensors a file may hold: far above any model, and a bound on what a hostile one costs. */
  public static final int MAX_TENSORS = 100_000;

  /** A tensor whose elements follow each other in row-major order. */
  public static StoredTensor contiguous(String name, DataType type, int[] shape, long position) {
    return new StoredTensor(name, type, shape, rowMajor(shape), position);
  }

  /** Number of elements. */
  public long elements() {
    long elements = 1;
    for (int size : shape) {
      elements *= size;
    }
    return elements;
  }

  /** Whether the elements follow each other in row-major order. */
  public boolean isContiguous() {
    long expected = 1;
    for (int d = shape.length - 1; d >= 0; d--) {
      // The stride of a dimension with one index is never used.
      if (shape[d] != 1 && strides[d] != expected) {
        return elements() == 0;
      }
      expected *= shape[d];
    }
    return true;
  }

  private static long[] rowMajor(int[] shape) {
    long[] strides = new long[shape.length];
    long stride = 1;
    for (int d = shape.length - 1; d >= 0; d--) {
      strides[d] = stride;
      stride *= shape[d];
    }
    return strides;
  }
}
