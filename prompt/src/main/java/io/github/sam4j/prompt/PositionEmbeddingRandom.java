package io.github.sam4j.prompt;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.parameters.Parameters;
import java.util.Arrays;

/**
 * Positional encoding with random Fourier features (Tancik et al. 2020): a place c in [0, 1]^2
 * becomes the sines, then the cosines, of 2 pi (2c - 1) B with a stored Gaussian matrix B.
 *
 * <p>In float32 and in PyTorch's order of operations, so that large frequencies agree with it.
 * Immutable.
 */
final class PositionEmbeddingRandom {
  private static final String MATRIX = "positional_encoding_gaussian_matrix";
  private static final float TWO_PI = (float) (2 * Math.PI);

  private final float[] gaussian;
  private final int features;

  /** From the parameters below "pe_layer.". */
  PositionEmbeddingRandom(Parameters parameters) {
    int[] shape = parameters.shape(MATRIX);
    if (shape.length != 2 || shape[0] != 2) {
      throw WeightsFormatException.tensor(
          parameters.source(), MATRIX, "shape [2, C / 2]", "shape " + Arrays.toString(shape));
    }
    gaussian = parameters.values(MATRIX);
    features = shape[1];
  }

  /** C: twice the matrix's width. */
  int channels() {
    return 2 * features;
  }

  /**
   * Writes one place's encoding.
   *
   * @param x column, as a part of the width
   * @param y row, as a part of the height
   */
  void encode(float x, float y, float[] target, int at) {
    float u = 2 * x - 1;
    float v = 2 * y - 1;
    for (int i = 0; i < features; i++) {
      float angle = TWO_PI * (u * gaussian[i] + v * gaussian[features + i]);
      target[at + i] = (float) Math.sin(angle);
      target[at + features + i] = (float) Math.cos(angle);
    }
  }

  /** The centres of a square grid's cells, row by row: (side x side, C). */
  float[] grid(int side) {
    float[] values = new float[side * side * channels()];
    for (int row = 0; row < side; row++) {
      for (int column = 0; column < side; column++) {
        encode(
            (column + 0.5f) / side,
            (row + 0.5f) / side,
            values,
            (row * side + column) * channels());
      }
    }
    return values;
  }
}
