package io.github.sam4j.encoder.hiera;

import static io.github.sam4j.core.parameters.ParameterLayout.ANY;

import io.github.sam4j.core.parameters.ParameterLayout;
import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.resample.BicubicAxis;

/**
 * The tokens' positions: a coarse background, resized to the whole map, and a window's positions,
 * repeated in every window.
 */
final class PositionEmbedding {
  private PositionEmbedding() {}

  /**
   * Puts it together.
   *
   * @param trunk with {@code pos_embed} and {@code pos_embed_window}
   * @return (side, side, dim), row-major
   * @throws io.github.sam4j.core.error.WeightsFormatException if the windows do not fill the map
   */
  static float[] load(Parameters trunk, int side, int dim) {
    int[] background = ParameterLayout.shape(trunk, "pos_embed", 1, dim, ANY, ANY);
    int[] window = ParameterLayout.shape(trunk, "pos_embed_window", 1, dim, ANY, ANY);
    if (side % window[2] != 0 || side % window[3] != 0) {
      throw ParameterLayout.wrong(
          trunk, "pos_embed_window", "windows that fill a map of side " + side);
    }
    float[] positions =
        BicubicAxis.resize(
            channelsLast(trunk.values("pos_embed"), dim),
            new BicubicAxis(background[2], side),
            new BicubicAxis(background[3], side),
            dim);
    float[] own = channelsLast(trunk.values("pos_embed_window"), dim);
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        int at = (y * side + x) * dim;
        int from = (y % window[2] * window[3] + x % window[3]) * dim;
        for (int c = 0; c < dim; c++) {
          positions[at + c] += own[from + c];
        }
      }
    }
    return positions;
  }

  private static float[] channelsLast(float[] planes, int channels) {
    int cells = planes.length / channels;
    float[] result = new float[planes.length];
    for (int i = 0; i < cells; i++) {
      for (int c = 0; c < channels; c++) {
        result[i * channels + c] = planes[c * cells + i];
      }
    }
    return result;
  }
}
