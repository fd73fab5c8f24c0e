package io.github.sam4j.core.image;

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
    TriangleTaps taps = TriangleTaps.of(inputs, outputs);
    int[] weights = new int[taps.weights().length];
    for (int k = 0; k < weights.length; k++) {
      weights[k] = (int) (0.5 + taps.weights()[k] * (1 << FRACTION_BITS));
    }
    return new ResamplingTaps(taps.first(), taps.offset(), weights);
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
