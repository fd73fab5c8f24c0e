package io.github.sam4j.core.image;

import java.util.Arrays;

/**
 * Which input samples each output sample of a one-dimensional resize reads, and their weights in
 * fixed point.
 *
 * <p>Output {@code i} is the sum of {@code weights[offset[i] + k] * input[first[i] + k]} for {@code
 * k} from 0 to {@code offset[i + 1] - offset[i] - 1}. The weights are made and normalised in double
 * precision, in Pillow's order of operations, and then rounded to 22 fractional bits: 32 less 8 for
 * the sample and 2 for the sum's overshoot.
 *
 * @param first first input sample of each output
 * @param offset where each output's weights begin; one entry more than outputs
 * @param weights all weights, one output after another, never negative
 */
record ResamplingTaps(int[] first, int[] offset, int[] weights) {
  private static final int FRACTION_BITS = 22;

  /** One half in fixed point: what a sum starts from in order to be rounded. */
  static final int HALF = 1 << (FRACTION_BITS - 1);

  /** The triangle filter, stretched by the downscale where there is one. */
  static ResamplingTaps triangle(int inputs, int outputs) {
    double scale = (double) inputs / outputs;
    double stretch = Math.max(1, scale);
    double inverse = 1 / stretch;
    int[] first = new int[outputs];
    int[] offset = new int[outputs + 1];
    int[] weights = new int[Math.max(16, 2 * Math.max(inputs, outputs))];
    double[] raw = new double[2 * (int) Math.ceil(stretch) + 1];
    for (int i = 0; i < outputs; i++) {
      double center = (i + 0.5) * scale;
      int from = Math.max(0, (int) (center - stretch + 0.5));
      int count = Math.min(inputs, (int) (center + stretch + 0.5)) - from;
      double sum = 0;
      for (int k = 0; k < count; k++) {
        raw[k] = Math.max(0, 1 - Math.abs((k + from - center + 0.5) * inverse));
        sum += raw[k];
      }
      int begin = offset[i];
      if (begin + count > weights.length) {
        weights = Arrays.copyOf(weights, begin + count + weights.length / 2);
      }
      for (int k = 0; k < count; k++) {
        double weight = sum == 0 ? raw[k] : raw[k] / sum;
        weights[begin + k] = (int) (0.5 + weight * (1 << FRACTION_BITS));
      }
      first[i] = from;
      offset[i + 1] = begin + count;
    }
    return new ResamplingTaps(first, offset, Arrays.copyOf(weights, offset[outputs]));
  }

  /** Output samples. */
  int outputs() {
    return first.length;
  }

  /** Weights in all. */
  int count() {
    return weights.length;
  }

  /** A fixed-point sum as a sample; a sum of such weights is never negative. */
  static byte toByte(int sum) {
    return (byte) Math.min(sum >> FRACTION_BITS, 255);
  }
}
