package io.github.sam4j.core.image;

import java.util.Arrays;

/**
 * Gaussian smoothing of an interleaved picture before it is made smaller, as {@code
 * scipy.ndimage.gaussian_filter} does it: cut at four standard deviations, mirrored at the edges,
 * in double. Sums are taken in its order, so that results agree to the last bit where {@code exp}
 * does.
 */
final class GaussianSmoothing {
  private static final double TRUNCATE = 4;

  private GaussianSmoothing() {}

  /**
   * Smooths lines in place.
   *
   * @param values the picture
   * @param starts first element of each line
   * @param length of a line
   * @param stride from one of its elements to the next
   * @param sigma standard deviation in pixels; 0 leaves all as it is
   */
  static void smooth(double[] values, int[] starts, int length, int stride, double sigma) {
    int radius = (int) (TRUNCATE * sigma + 0.5);
    if (sigma <= 1e-15) {
      return;
    }
    double[] half = half(sigma, radius);
    double[] line = new double[length + 2 * radius];
    for (int start : starts) {
      for (int i = 0; i < line.length; i++) {
        line[i] = values[start + stride * MirroredAxis.index(i - radius, length)];
      }
      for (int i = 0; i < length; i++) {
        int middle = i + radius;
        double sum = line[middle] * half[0];
        for (int d = radius; d > 0; d--) {
          sum += (line[middle - d] + line[middle + d]) * half[d];
        }
        values[start + stride * i] = sum;
      }
    }
  }

  /** Weights from the middle outwards; with their mirror images they add up to 1. */
  private static double[] half(double sigma, int radius) {
    double scale = -0.5 / (sigma * sigma);
    double[] whole = new double[2 * radius + 1];
    for (int x = -radius; x <= radius; x++) {
      whole[x + radius] = Math.exp(scale * ((double) x * x));
    }
    double sum = pairwise(whole);
    double[] half = new double[radius + 1];
    Arrays.setAll(half, d -> whole[radius + d] / sum);
    return half;
  }

  /** NumPy's sum of up to 128 numbers: eight sums side by side. */
  private static double pairwise(double[] values) {
    double sum = 0;
    int at = 0;
    if (values.length >= 8) {
      double[] lanes = Arrays.copyOf(values, 8);
      for (at = 8; at + 8 <= values.length; at += 8) {
        for (int lane = 0; lane < 8; lane++) {
          lanes[lane] += values[at + lane];
        }
      }
      sum =
          ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3]))
              + ((lanes[4] + lanes[5]) + (lanes[6] + lanes[7]));
    }
    for (; at < values.length; at++) {
      sum += values[at];
    }
    return sum;
  }
}
