package io.github.sam4j.core.tensor;

import java.util.Arrays;

/**
 * A float32 tensor: a shape and strides over a {@link Storage}. Views share their storage.
 *
 * <p>Shape and strides never change; the values may be written by the operators that say so. Who
 * frees the memory is said by who made the tensor: an {@link Operators}' frame or an {@link
 * Engine}.
 */
public final class Tensor {
  private final Storage storage;
  private final long offset;
  private final int[] shape;
  private final long[] strides;

  /**
   * A view.
   *
   * @param offset floats from the storage's begin to the first element
   * @param strides floats from one index to the next, for each dimension
   */
  public Tensor(Storage storage, long offset, int[] shape, long[] strides) {
    this.storage = storage;
    this.offset = offset;
    this.shape = shape.clone();
    this.strides = strides.clone();
  }

  /** A row-major tensor at the storage's begin. */
  public static Tensor of(Storage storage, int... shape) {
    return new Tensor(storage, 0, shape, rowMajor(shape));
  }

  /** Strides of a contiguous row-major tensor of this shape. */
  public static long[] rowMajor(int... shape) {
    long[] strides = new long[shape.length];
    long step = 1;
    for (int i = shape.length - 1; i >= 0; i--) {
      strides[i] = step;
      step *= shape[i];
    }
    return strides;
  }

  /** The product of the dimensions. */
  public static long size(int... shape) {
    long size = 1;
    for (int d : shape) {
      size = Math.multiplyExact(size, (long) d);
    }
    return size;
  }

  /** The memory under it. */
  public Storage storage() {
    return storage;
  }

  /** Floats from the storage's begin to the first element. */
  public long offset() {
    return offset;
  }

  /** Its dimensions, as a copy. */
  public int[] shape() {
    return shape.clone();
  }

  /** Its strides in floats, as a copy. */
  public long[] strides() {
    return strides.clone();
  }

  /** How many dimensions it has. */
  public int rank() {
    return shape.length;
  }

  /** One dimension; a negative index counts from the last. */
  public int dim(int axis) {
    return shape[axis < 0 ? axis + shape.length : axis];
  }

  /** One stride in floats; a negative index counts from the last. */
  public long stride(int axis) {
    return strides[axis < 0 ? axis + shape.length : axis];
  }

  /** How many elements it has. */
  public long size() {
    return size(shape);
  }

  /** Whether its elements lie row-major without gaps. */
  public boolean isContiguous() {
    long step = 1;
    for (int i = shape.length - 1; i >= 0; i--) {
      if (shape[i] != 1 && strides[i] != step) {
        return false;
      }
      step *= shape[i];
    }
    return true;
  }

  /** The same elements under another shape; only for contiguous tensors. */
  public Tensor reshape(int... newShape) {
    if (!isContiguous()) {
      throw new IllegalArgumentException("cannot reshape a view with gaps: " + this);
    }
    if (size(newShape) != size()) {
      throw new IllegalArgumentException(
          "cannot reshape " + this + " to " + Arrays.toString(newShape));
    }
    return new Tensor(storage, offset, newShape, rowMajor(newShape));
  }

  /** A view of the indices {@code from} (inclusive) to {@code to} (exclusive) along one axis. */
  public Tensor slice(int axis, int from, int to) {
    int a = axis < 0 ? axis + shape.length : axis;
    if (from < 0 || to > shape[a] || from >= to) {
      throw new IllegalArgumentException(
          "cannot slice %d..%d along axis %d of %s".formatted(from, to, a, this));
    }
    int[] newShape = shape.clone();
    newShape[a] = to - from;
    return new Tensor(storage, offset + from * strides[a], newShape, strides);
  }

  /** A view at one index of an axis, which is dropped. */
  public Tensor select(int axis, int index) {
    int a = axis < 0 ? axis + shape.length : axis;
    Tensor one = slice(a, index, index + 1);
    int[] newShape = new int[shape.length - 1];
    long[] newStrides = new long[shape.length - 1];
    for (int i = 0, j = 0; i < shape.length; i++) {
      if (i != a) {
        newShape[j] = shape[i];
        newStrides[j++] = strides[i];
      }
    }
    return new Tensor(storage, one.offset, newShape, newStrides);
  }

  /** A view with two axes swapped; a negative axis counts from the last. */
  public Tensor swap(int axis1, int axis2) {
    int a = axis1 < 0 ? axis1 + shape.length : axis1;
    int b = axis2 < 0 ? axis2 + shape.length : axis2;
    int[] newShape = shape.clone();
    long[] newStrides = strides.clone();
    newShape[a] = shape[b];
    newShape[b] = shape[a];
    newStrides[a] = strides[b];
    newStrides[b] = strides[a];
    return new Tensor(storage, offset, newShape, newStrides);
  }

  /** Its values, row-major, in a new array. */
  public float[] toArray() {
    float[] values = new float[Math.toIntExact(size())];
    if (isContiguous()) {
      storage.read(offset, values, 0, values.length);
    } else if (dim(-1) == 1 || stride(-1) == 1) {
      forEachRow((position, from) -> storage.read(position, values, from, dim(-1)));
    } else {
      gather(values);
    }
    return values;
  }

  /** Overwrites all elements with these values, row-major. */
  public void set(float[] values) {
    if (values.length != size()) {
      throw new IllegalArgumentException(
          "%s takes %d values, found %d".formatted(this, size(), values.length));
    }
    if (isContiguous()) {
      storage.write(offset, values, 0, values.length);
    } else if (dim(-1) == 1 || stride(-1) == 1) {
      forEachRow((position, from) -> storage.write(position, values, from, dim(-1)));
    } else {
      forEachRow((position, from) -> scatter(position, values, from));
    }
  }

  private interface Row {
    /** A row whose first value has this position in the storage, and this index row-major. */
    void at(long position, int from);
  }

  private void forEachRow(Row action) {
    int width = dim(-1);
    int rows = Math.toIntExact(size() / Math.max(1, width));
    int[] index = new int[rank() - 1];
    for (int row = 0; row < rows; row++) {
      long position = offset;
      for (int i = 0; i < index.length; i++) {
        position += index[i] * strides[i];
      }
      action.at(position, row * width);
      for (int i = index.length - 1; i >= 0 && ++index[i] == shape[i]; i--) {
        index[i] = 0;
      }
    }
  }

  /** Reads rows whose values lie apart: at once all that lies between the first and the last. */
  private void gather(float[] values) {
    long span = 1;
    for (int i = 0; i < shape.length; i++) {
      span += (shape[i] - 1) * strides[i];
    }
    float[] all = new float[Math.toIntExact(span)];
    storage.read(offset, all, 0, all.length);
    int step = Math.toIntExact(stride(-1));
    forEachRow(
        (position, from) -> {
          int at = (int) (position - offset);
          for (int i = 0; i < dim(-1); i++) {
            values[from + i] = all[at + i * step];
          }
        });
  }

  private void scatter(long position, float[] values, int from) {
    for (int i = 0; i < dim(-1); i++) {
      storage.write(position + i * stride(-1), values, from + i, 1);
    }
  }

  @Override
  public String toString() {
    return "Tensor" + Arrays.toString(shape);
  }
}
