package io.github.sam4j.tests;

/** Looks into square grids of values. */
final class Grids {
  private Grids() {}

  /** Every step-th row and column of each channel of (channels, side, side). */
  static float[] subsample(float[] values, int channels, int side, int step) {
    int kept = (side + step - 1) / step;
    float[] result = new float[channels * kept * kept];
    int i = 0;
    for (int c = 0; c < channels; c++) {
      for (int y = 0; y < side; y += step) {
        for (int x = 0; x < side; x += step) {
          result[i++] = values[(c * side + y) * side + x];
        }
      }
    }
    return result;
  }
}
