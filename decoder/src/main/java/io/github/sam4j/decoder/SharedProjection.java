package io.github.sam4j.decoder;

import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import java.util.Arrays;

/**
 * A projection of an image's cells that all prompts share, block by block of N cells and plane by
 * plane.
 *
 * @param matrix (1, rows, C)
 * @param addend (rows, N) or (B, rows, N)
 */
record SharedProjection(Tensor matrix, Tensor addend) {
  /**
   * matrix x + bias.
   *
   * @param block N
   */
  static SharedProjection of(Engine engine, RowMatrix matrix, float[] bias, int block) {
    float[] addend = new float[matrix.rows() * block];
    for (int row = 0; row < matrix.rows(); row++) {
      Arrays.fill(addend, row * block, (row + 1) * block, bias[row]);
    }
    return new SharedProjection(
        engine.tensor(matrix.values(), 1, matrix.rows(), matrix.columns()),
        engine.tensor(addend, matrix.rows(), block));
  }

  /** matrix (x + position) + bias, with the positions of each block's cells: (B, N, C). */
  static SharedProjection placed(Engine engine, RowMatrix matrix, float[] bias, Tensor positions) {
    SharedProjection plain = of(engine, matrix, bias, positions.dim(1));
    return new SharedProjection(plain.matrix(), plain.fixed(engine, positions));
  }

  /** Of the cells' positions, kept by the engine. */
  Tensor fixed(Engine engine, Tensor positions) {
    try (Operators ops = engine.operators()) {
      Tensor planes = of(ops, positions);
      return engine.tensor(planes.toArray(), planes.shape());
    }
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
}
