package io.github.sam4j.detectors.image;

import java.util.Arrays;

/**
 * A one-dimensional linear filter: output {@code i} is the sum of {@code weights[offset[i] + k] *
 * input[first[i] + k]} for {@code k} from 0 to {@code offset[i + 1] - offset[i] - 1}.
 *
 * @param first first input sample of each output
 * @param offset where each output's weights begin; one entry more than outputs
 * @param weights all weights, one output after another; may be negative
 */
record FilterTaps(int[] first, int[] offset, double[] weights) {
  /** Pillow's parameter of the cubic convolution kernel (Keys 1981). */
  private static final double CUBIC = -0.5;

  /** The bits that torchvision keeps of its greatest weight, and the most after the point. */
  private static final int WEIGHT_BITS = 15;

  private static final int MOST_FRACTION_BITS = 22;

  /** Output samples. */
  int outputs() {
    return first.length;
  }

  /**
   * Antialiased bicubic resizing: a kernel that is stretched by a downscale. Its weights are
   * Pillow's, rounded to 16-bit fixed point as torchvision rounds them for 8-bit pictures.
   */
  static FilterTaps cubic(int inputs, int outputs) {
    double scale = (double) inputs / outputs;
    double stretch = Math.max(1, scale);
    double support = 2 * stretch;
    Collector collector = new Collector(outputs);
    double[] raw = new double[2 * (int) Math.ceil(support) + 1];
    for (int i = 0; i < outputs; i++) {
      double center = (i + 0.5) * scale;
      int from = Math.max(0, (int) (center - support + 0.5));
      int count = Math.min(inputs, (int) (center + support + 0.5)) - from;
      double sum = 0;
      for (int k = 0; k < count; k++) {
        raw[k] = cubic((k + from - center + 0.5) / stretch);
        sum += raw[k];
      }
      for (int k = 0; k < count; k++) {
        raw[k] /= sum;
      }
      collector.add(from, raw, 0, count);
    }
    return collector.taps().fixedPoint();
  }

  /** All weights with the same number of bits after the point, the greatest in 16 bits. */
  private FilterTaps fixedPoint() {
    double greatest = 0;
    for (double weight : weights) {
      greatest = Math.max(greatest, weight);
    }
    int bits = 0;
    while (bits < MOST_FRACTION_BITS
        && (int) (0.5 + Math.scalb(greatest, bits + 1)) < 1 << WEIGHT_BITS) {
      bits++;
    }
    double[] rounded = new double[weights.length];
    for (int i = 0; i < weights.length; i++) {
      double scaled = Math.scalb(weights[i], bits);
      rounded[i] = Math.scalb((double) (int) (scaled + Math.copySign(0.5, scaled)), -bits);
    }
    return new FilterTaps(first, offset, rounded);
  }

  private static double cubic(double distance) {
    double x = Math.abs(distance);
    if (x < 1) {
      return ((CUBIC + 2) * x - (CUBIC + 3)) * x * x + 1;
    }
    return x < 2 ? (((x - 5) * x + 8) * x - 4) * CUBIC : 0;
  }

  /**
   * A line that is padded with zeros, blurred by a Gaussian where that makes it smaller, and
   * sampled linearly, all in one filter.
   *
   * <p>The blur's standard deviation is (f - 1) / 2 for a downscale of f; its kernel reaches three
   * of them, rounded up, to both sides and is mirrored at the padded line's ends without repeating
   * the last sample.
   *
   * @param inputs samples of the line
   * @param padded samples after padding, at least {@code inputs}
   * @param outputs samples wanted
   */
  static FilterTaps blurredLinear(int inputs, int padded, int outputs) {
    double scale = (double) padded / outputs;
    double[] kernel = gaussian(Math.max(0, (scale - 1) / 2));
    int reach = kernel.length / 2;
    Collector collector = new Collector(outputs);
    double[] line = new double[padded];
    for (int i = 0; i < outputs; i++) {
      double at = Math.max(0, (i + 0.5) * scale - 0.5);
      int low = Math.min((int) at, padded - 1);
      int high = Math.min(low + 1, padded - 1);
      int from = Math.max(0, low - reach);
      int to = Math.min(padded - 1, high + reach);
      Arrays.fill(line, from, to + 1, 0);
      for (int k = -reach; k <= reach; k++) {
        line[mirrored(low + k, padded)] += kernel[k + reach] * (1 - (at - low));
        line[mirrored(high + k, padded)] += kernel[k + reach] * (at - low);
      }
      int begin = Math.min(from, inputs - 1);
      collector.add(begin, line, begin, Math.max(0, Math.min(inputs, to + 1) - from));
    }
    return collector.taps();
  }

  private static int mirrored(int index, int length) {
    int i = Math.abs(index);
    return Math.max(0, i < length ? i : 2 * (length - 1) - i);
  }

  private static double[] gaussian(double deviation) {
    int reach = (int) Math.ceil(3 * deviation);
    double[] kernel = new double[2 * reach + 1];
    double sum = 0;
    for (int k = -reach; k <= reach; k++) {
      double x = deviation == 0 ? 0 : k / deviation;
      kernel[k + reach] = Math.exp(-0.5 * x * x);
      sum += kernel[k + reach];
    }
    for (int k = 0; k < kernel.length; k++) {
      kernel[k] /= sum;
    }
    return kernel;
  }

  /** Outputs added one by one. */
  private static final class Collector {
    private final int[] first;
    private final int[] offset;
    private double[] weights;
    private int outputs;

    Collector(int outputs) {
      first = new int[outputs];
      offset = new int[outputs + 1];
      weights = new double[4 * outputs];
    }

    void add(int from, double[] values, int at, int count) {
      int begin = offset[outputs];
      if (begin + count > weights.length) {
        weights = Arrays.copyOf(weights, 2 * (begin + count));
      }
      System.arraycopy(values, at, weights, begin, count);
      first[outputs++] = from;
      offset[outputs] = begin + count;
    }

    FilterTaps taps() {
      return new FilterTaps(first, offset, Arrays.copyOf(weights, offset[outputs]));
    }
  }
}
