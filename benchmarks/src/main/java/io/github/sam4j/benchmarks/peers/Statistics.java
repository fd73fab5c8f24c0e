package io.github.sam4j.benchmarks.peers;

import java.util.Arrays;

/** Order statistics. */
final class Statistics {
  private Statistics() {}

  /** The middle value, or the mean of the two middle ones. */
  static double median(double[] values) {
    return quantile(values, 0.5);
  }

  static double least(double[] values) {
    return quantile(values, 0);
  }

  static double greatest(double[] values) {
    return quantile(values, 1);
  }

  /** Linear between neighbours. */
  static double quantile(double[] values, double part) {
    if (values.length == 0) {
      throw new IllegalArgumentException("a quantile needs at least one value");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double at = part * (sorted.length - 1);
    int below = (int) at;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }
}
