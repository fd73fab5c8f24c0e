package io.github.sam4j.core.image;

import java.util.Arrays;

/**
 * Which input samples each output sample of a one-dimensional resize reads, and their weights: the
 * triangle filter, stretched by the downscale where there is one.
 *
 * <p>Made and normalised in double precision, in Pillow's order of operations. Output {@code i} is
 * the sum of {@code weights[offset[i] + k] * input[first[i] + k]} for {@code k} from 0 to {@code
 * offset[i + 1] - offset[i] - 1}.
 *
 * @param first first input sample of each output
 * @param offset where each output's weights begin; one entry more than outputs
 * @param weights all weights, one output after another; those of an output sum to 1
 */
record TriangleTaps(int[] first, int[] offset, double[] weights) {
  static TriangleTaps of(int inputs, int outputs) {
    double scale = (double) inputs / outputs;
    double stretch = Math.max(1, scale);
    double inverse = 1 / stretch;
    int most = 2 * (int) Math.ceil(stretch) + 1;
    int[] first = new int[outputs];
    int[] offset = new int[outputs + 1];
    double[] weights = new double[outputs * most];
    for (int i = 0; i < outputs; i++) {
      double center = (i + 0.5) * scale;
      int from = Math.max(0, (int) (center - stretch + 0.5));
      int count = Math.min(inputs, (int) (center + stretch + 0.5)) - from;
      int begin = offset[i];
      double sum = 0;
      for (int k = 0; k < count; k++) {
        double weight = Math.max(0, 1 - Math.abs((k + from - center + 0.5) * inverse));
        weights[begin + k] = weight;
        sum += weight;
      }
      for (int k = begin; k < begin + count; k++) {
        weights[k] /= sum == 0 ? 1 : sum;
      }
      first[i] = from;
      offset[i + 1] = begin + count;
    }
    return new TriangleTaps(first, offset, Arrays.copyOf(weights, offset[outputs]));
  }
}
