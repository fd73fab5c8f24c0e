package io.github.sam4j.core.image;

/**
 * Cubic B-spline interpolation along one axis (Unser 1999, "Splines: a perfect fit for signal and
 * image processing"), mirrored at the edges: how {@code scipy.ndimage.zoom} resizes in grid mode,
 * with sums in its order.
 *
 * @param from samples there are
 * @param to samples to make; sample i lies at the middle of its cell
 */
record CubicSplineAxis(int from, int to) {
  /** Coefficients that a sample depends on. */
  static final int SUPPORT = 4;

  /** The root of 3 less 2, rounded once; a computed root is off by its last bit. */
  private static final double POLE = -0.2679491924311227;

  /** The first of the four coefficients at a sample's place; may lie beyond the edge. */
  int first(int sample) {
    return (int) Math.floor(place(sample)) - 1;
  }

  /** What the four coefficients count. */
  double[] weights(int sample) {
    double place = place(sample);
    double y = place - Math.floor(place);
    double z = 1 - y;
    double[] weights = new double[SUPPORT];
    weights[0] = z * z * z / 6;
    weights[1] = (y * y * (y - 2) * 3 + 4) / 6;
    weights[2] = (z * z * (z - 2) * 3 + 4) / 6;
    weights[3] = 1 - weights[0] - weights[1] - weights[2];
    return weights;
  }

  private double place(int sample) {
    double place = (sample + 0.5) * ((double) from / to) - 0.5;
    return from == 1 ? 0 : Math.abs(place);
  }

  /**
   * Samples to the coefficients of the spline through them, in place.
   *
   * @param values lines beside one another
   * @param start first element of the first line
   * @param stride from a line's element to its next
   * @param lines how many lines lie one element apart
   * @param length of a line
   */
  static void coefficients(double[] values, int start, int stride, int lines, int length) {
    if (length == 1) {
      return;
    }
    double gain = (1 - POLE) * (1 - 1 / POLE);
    for (int i = 0; i < length; i++) {
      for (int k = start + i * stride, end = k + lines; k < end; k++) {
        values[k] *= gain;
      }
    }
    causalStart(values, start, stride, lines, length);
    for (int i = 1; i < length; i++) {
      for (int k = start + i * stride, end = k + lines; k < end; k++) {
        values[k] += POLE * values[k - stride];
      }
    }
    int last = start + (length - 1) * stride;
    for (int k = last; k < last + lines; k++) {
      values[k] = (POLE * values[k - stride] + values[k]) * POLE / (POLE * POLE - 1);
    }
    for (int i = length - 2; i >= 0; i--) {
      for (int k = start + i * stride, end = k + lines; k < end; k++) {
        values[k] = POLE * (values[k + stride] - values[k]);
      }
    }
  }

  /** The first sample of the causal filter: the sum over the mirrored line before it. */
  private static void causalStart(double[] values, int start, int stride, int lines, int length) {
    double whole = Math.pow(POLE, length - 1);
    for (int k = start; k < start + lines; k++) {
      double sum = values[k] + whole * values[k + (length - 1) * stride];
      double power = POLE;
      for (int i = 1; i < length - 1; i++) {
        sum += power * (values[k + i * stride] + whole * values[k + (length - 1 - i) * stride]);
        power *= POLE;
      }
      values[k] = sum / (1 - whole * whole);
    }
  }
}
