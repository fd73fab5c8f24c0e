package io.github.sam4j.tests;

import static org.assertj.core.api.Assertions.assertThat;

/** How close two arrays are. */
record Closeness(double maxAbsError, double cosine) {
  static Closeness of(float[] found, float[] expected) {
    assertThat(found).hasSameSizeAs(expected);
    double worst = 0;
    double dot = 0;
    double ff = 0;
    double ee = 0;
    for (int i = 0; i < found.length; i++) {
      assertThat(found[i]).as("value %d", i).isFinite();
      worst = Math.max(worst, Math.abs((double) found[i] - expected[i]));
      dot += (double) found[i] * expected[i];
      ff += (double) found[i] * found[i];
      ee += (double) expected[i] * expected[i];
    }
    return new Closeness(worst, dot / Math.sqrt(ff * ee));
  }

  Closeness within(String what, double bound) {
    assertThat(maxAbsError).as("largest error of the %s", what).isLessThanOrEqualTo(bound);
    return this;
  }

  void cosineAbove(double bound) {
    assertThat(cosine).as("cosine").isGreaterThan(bound);
  }
}
