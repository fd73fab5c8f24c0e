package io.github.sam4j.core.mask;

/**
 * Along one axis, for each place of the result: the two places of the source between which it lies,
 * and their weights. Half-pixel centres, no antialiasing (align_corners=False).
 */
final class BilinearAxis {
  final int from;
  final int to;
  final int[] lower;
  final int[] upper;
  final float[] lowerWeight;
  final float[] upperWeight;

  BilinearAxis(int from, int to) {
    this.from = from;
    this.to = to;
    lower = new int[to];
    upper = new int[to];
    lowerWeight = new float[to];
    upperWeight = new float[to];
    float scale = (float) from / to;
    for (int i = 0; i < to; i++) {
      float source = Math.max(0, Math.fma(i + 0.5f, scale, -0.5f));
      lower[i] = Math.min((int) source, from - 1);
      upper[i] = Math.min(lower[i] + 1, from - 1);
      upperWeight[i] = Math.min(source - lower[i], 1);
      lowerWeight[i] = 1 - upperWeight[i];
    }
  }

  /** Interpolates along a row of which {@code row[0]} is the source's place {@code first}. */
  void along(float[] row, int first, float[] result, int start, int end) {
    for (int i = start; i < end; i++) {
      result[i] =
          Math.fma(row[lower[i] - first], lowerWeight[i], row[upper[i] - first] * upperWeight[i]);
    }
  }

  /**
   * Interpolates between the two source rows of the result's row {@code row}, from column {@code
   * start} on.
   */
  void across(int row, float[] a, float[] b, int start, int count, float[] result, int at) {
    float weightA = lowerWeight[row];
    float weightB = upperWeight[row];
    for (int i = 0; i < count; i++) {
      result[at + i] = Math.fma(a[start + i], weightA, b[start + i] * weightB);
    }
  }
}
