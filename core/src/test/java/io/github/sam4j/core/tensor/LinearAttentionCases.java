package io.github.sam4j.core.tensor;

import java.util.ArrayList;
import java.util.List;

/** Linear attention with ReLU as its kernel. */
final class LinearAttentionCases {
  private static final double BOUND = 5e-6;
  private static final double EPSILON = 1e-15;

  private final List<OperatorCase> cases = new ArrayList<>();

  static List<OperatorCase> all() {
    LinearAttentionCases all = new LinearAttentionCases();
    for (Layout layout : Layout.values()) {
      all.random(layout, 7, 2, 5);
      all.random(layout, 49, 3, 8);
    }
    all.random(Layout.CONTIGUOUS, 256, 4, 32);
    all.random(Layout.CONTIGUOUS, 1024, 2, 32);
    all.random(Layout.CONTIGUOUS, 1, 1, 1);
    all.random(Layout.CONTIGUOUS, 1, 3, 4);
    all.random(Layout.CONTIGUOUS, 5, 2, 1);
    all.nothingPositive();
    return all.cases;
  }

  private void random(Layout layout, int cells, int heads, int width) {
    add(
        "%s %d cells, %d heads of %d".formatted(layout, cells, heads, width),
        bench -> check(bench, bench.input(layout, cells, heads * 3 * width), width));
  }

  /** Where all weights are 0, so is the result. */
  private void nothingPositive() {
    add(
        "nothing positive",
        bench -> {
          float[] values = bench.values(6 * 12);
          for (int i = 0; i < values.length; i++) {
            values[i] = i % 12 < 8 ? -Math.abs(values[i]) : values[i];
          }
          check(bench, bench.input(values, 6, 12), 4);
        });
  }

  private static void check(OperatorBench bench, Tensor qkv, int width) {
    int cells = qkv.dim(0);
    int channels = qkv.dim(1) / 3;
    double[] expected = naive(qkv.toArray(), cells, channels / width, width);
    bench.expect(bench.operators().reluLinearAttention(qkv, width), expected, cells, channels);
  }

  /** By way of all pairs of cells, as attention is usually written. */
  private static double[] naive(float[] qkv, int cells, int heads, int width) {
    double[] result = new double[cells * heads * width];
    for (int h = 0; h < heads; h++) {
      for (int i = 0; i < cells; i++) {
        int query = (i * heads + h) * 3 * width;
        int to = (i * heads + h) * width;
        double sum = EPSILON;
        for (int j = 0; j < cells; j++) {
          int key = (j * heads + h) * 3 * width + width;
          double weight = 0;
          for (int c = 0; c < width; c++) {
            weight += (double) Math.max(qkv[query + c], 0) * Math.max(qkv[key + c], 0);
          }
          sum += weight;
          for (int c = 0; c < width; c++) {
            result[to + c] += weight * qkv[key + width + c];
          }
        }
        for (int c = 0; c < width; c++) {
          result[to + c] /= sum;
        }
      }
    }
    return result;
  }

  private void add(String detail, OperatorCase.Run run) {
    cases.add(new OperatorCase("reluLinearAttention", detail, BOUND, run));
  }
}
