package io.github.sam4j.nd4j;

import static io.github.sam4j.nd4j.Nd4jTensors.array;

import io.github.sam4j.core.tensor.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.custom.Max;
import org.nd4j.linalg.factory.Nd4j;

/** The greatest of each 2 x 2 cells. */
final class MaxPool {
  private MaxPool() {}

  /**
   * Pools a map.
   *
   * @param x (batch, rows, columns, channels), maybe a view
   * @param result (batch, rows / 2, columns / 2, channels), contiguous
   */
  static void apply(Tensor x, Tensor result) {
    INDArray greatest = array(result);
    greatest.assign(array(corner(x, result, 0, 0)));
    for (int i = 1; i < 4; i++) {
      Nd4j.exec(new Max(greatest, array(corner(x, result, i / 2, i % 2)), greatest));
    }
  }

  /** One of the four cells of every square. */
  private static Tensor corner(Tensor x, Tensor result, int row, int column) {
    return new Tensor(
        x.storage(),
        x.offset() + row * x.stride(1) + column * x.stride(2),
        result.shape(),
        new long[] {x.stride(0), 2 * x.stride(1), 2 * x.stride(2), x.stride(3)});
  }
}
