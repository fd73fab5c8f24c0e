package io.github.sam4j.nd4j;

/** Rearranges weights, once, at load. */
final class Pack {
  private Pack() {}

  /** (outer, a, b) to (outer, b, a). */
  static float[] swapLast(float[] values, int outer, int a, int b) {
    float[] swapped = new float[values.length];
    for (int o = 0; o < outer; o++) {
      int base = o * a * b;
      for (int i = 0; i < a; i++) {
        for (int j = 0; j < b; j++) {
          swapped[base + j * a + i] = values[base + i * b + j];
        }
      }
    }
    return swapped;
  }

  /** The last row first. */
  static float[] reverseRows(float[] values, int width) {
    float[] reversed = new float[values.length];
    for (int from = 0; from < values.length; from += width) {
      System.arraycopy(values, from, reversed, values.length - width - from, width);
    }
    return reversed;
  }

  /** (window x window, 2 x window): for each token its row, then its column, as one-hot. */
  static float[] selector(int window) {
    float[] selector = new float[window * window * 2 * window];
    for (int y = 0; y < window; y++) {
      for (int x = 0; x < window; x++) {
        int row = (y * window + x) * 2 * window;
        selector[row + y] = 1;
        selector[row + window + x] = 1;
      }
    }
    return selector;
  }
}
