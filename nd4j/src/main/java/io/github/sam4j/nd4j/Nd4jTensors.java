package io.github.sam4j.nd4j;

import io.github.sam4j.core.tensor.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The adapter between {@link Tensor} and ND4J's arrays; copies nothing. */
public final class Nd4jTensors {
  private Nd4jTensors() {}

  /** An array over the tensor's memory; valid as long as the tensor is. */
  public static INDArray array(Tensor tensor) {
    INDArray flat = Nd4jStorage.of(tensor).array();
    int[] shape = tensor.shape();
    long[] longShape = new long[shape.length];
    for (int i = 0; i < shape.length; i++) {
      longShape[i] = shape[i];
    }
    return Nd4j.create(
        flat.data(), longShape, tensor.strides(), flat.offset() + tensor.offset(), 'c');
  }

  /** The transpose of a contiguous matrix, as the column-major array that its memory already is. */
  public static INDArray columnMajor(Tensor matrix) {
    INDArray flat = Nd4jStorage.of(matrix).array();
    long rows = matrix.dim(1);
    return Nd4j.create(
        flat.data(),
        new long[] {rows, matrix.dim(0)},
        new long[] {1, rows},
        flat.offset() + matrix.offset(),
        'f');
  }

  /** A tensor around an array, which it owns if the array's memory is its own. */
  public static Tensor adopt(INDArray array) {
    INDArray dense = array.ordering() == 'c' && !array.isView() ? array : array.dup('c');
    long[] longShape = dense.shape();
    int[] shape = new int[longShape.length];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = Math.toIntExact(longShape[i]);
    }
    return Tensor.of(Nd4jStorage.adopt(dense), shape);
  }
}
