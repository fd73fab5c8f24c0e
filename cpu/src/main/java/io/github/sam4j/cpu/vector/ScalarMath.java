package io.github.sam4j.cpu.vector;

/** The same functions for the values at a row's end that fill no vector. */
final class ScalarMath {
  private ScalarMath() {}

  static float gelu(float x) {
    double magnitude = Math.abs((double) x);
    double z = magnitude * 0.7071067811865476;
    double t = 1 / (1 + 0.3275911 * z);
    double p =
        t
            * (0.254829592
                + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
    return (float) (Math.max(x, 0.0) - 0.5 * magnitude * p * Math.exp(-z * z));
  }

  static float quickGelu(float x) {
    return (float) (x / (1 + Math.exp(-1.702 * x)));
  }
}
