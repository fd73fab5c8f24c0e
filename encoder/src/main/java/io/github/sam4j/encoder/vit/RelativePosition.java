package io.github.sam4j.encoder.vit;

import io.github.sam4j.core.parameters.ParameterLayout;
import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.tensor.PositionBias;

/** Loads the tables of decomposed relative positions (Li et al. 2022, "MViTv2"). */
final class RelativePosition {
  private RelativePosition() {}

  /**
   * The tables of one attention layer.
   *
   * @param parameters the names below {@code attn.}
   */
  static PositionBias load(Parameters parameters, BlockConfig config) {
    int length = 2 * config.window() - 1;
    int width = config.headWidth();
    if (!config.relativePosition()) {
      return new PositionBias.Decomposed(new float[length * width], new float[length * width]);
    }
    return new PositionBias.Decomposed(
        table(parameters, "rel_pos_h", length, width),
        table(parameters, "rel_pos_w", length, width));
  }

  private static float[] table(Parameters parameters, String name, int length, int width) {
    int stored = ParameterLayout.shape(parameters, name, ParameterLayout.ANY, width)[0];
    return stretch(parameters.values(name), stored, length, width);
  }

  /** Linear interpolation between rows; rows are points at the centre of equal cells. */
  static float[] stretch(float[] table, int from, int to, int width) {
    if (from == to) {
      return table;
    }
    float[] stretched = new float[to * width];
    for (int i = 0; i < to; i++) {
      double at = Math.max(0, (i + 0.5) * from / to - 0.5);
      int low = (int) at;
      int high = Math.min(low + 1, from - 1);
      double part = at - low;
      for (int c = 0; c < width; c++) {
        stretched[i * width + c] =
            (float) ((1 - part) * table[low * width + c] + part * table[high * width + c]);
      }
    }
    return stretched;
  }
}
