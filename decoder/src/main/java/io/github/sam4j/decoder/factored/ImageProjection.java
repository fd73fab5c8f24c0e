package io.github.sam4j.decoder.factored;

import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.decoder.transformer.RowMatrix;
import java.util.Arrays;

/**
 * An affine function of an image's cells, for cells in blocks of N: matrix x + addend, plane by
 * plane.
 *
 * @param matrix (1, rows, C)
 * @param addend (rows, N) or (B, rows, N)
 */
record ImageProjection(Tensor matrix, Tensor addend) {
  /**
   * matrix x + bias.
   *
   * @param block N
   */
  static ImageProjection of(Engine engine, RowMatrix matrix, float[] bias, int block) {
    float[] addend = new float[matrix.rows() * block];
    for (int row = 0; row < matrix.rows(); row++) {
      Arrays.fill(addend, row * block, (row + 1) * block, bias[row]);
    }
    return new ImageProjection(
        engine.tensor(matrix.values(), 1, matrix.rows(), matrix.columns()),
        engine.tensor(addend, matrix.rows(), block));
  }

  /**
   * Of some cells.
   *
   * @param cells (B, N, C)
   * @return (B, rows, N)
   */
  Tensor of(Operators ops, Tensor cells) {
    return ops.add(ops.matmulTransposed(matrix, cells), addend);
  }

  /** Of some cells, kept by the engine. */
  Tensor kept(Engine engine, Tensor cells) {
    try (Operators ops = engine.operators()) {
      Tensor planes = of(ops, cells);
      return engine.tensor(planes.toArray(), planes.shape());
    }
  }
}
