package io.github.sam4j.core.tensor;

import static io.github.sam4j.core.tensor.NaiveOperators.doubles;

import java.util.ArrayList;
import java.util.List;

/** Attention between a map and few tokens. */
final class MapAttentionCases {
  private static final double BOUND = 1e-5;

  private final List<OperatorCase> cases = new ArrayList<>();

  static List<OperatorCase> all() {
    MapAttentionCases all = new MapAttentionCases();
    for (Layout layout : Layout.values()) {
      all.both(layout, 2, 2, 3, 4, 9, 20);
      all.both(layout, 1, 3, 5, 8, 21, 33);
      all.both(layout, 3, 1, 2, 3, 30, 6);
    }
    all.both(Layout.CONTIGUOUS, 2, 2, 7, 8, 600, 64);
    all.both(Layout.CONTIGUOUS, 1, 2, 9, 20, 257, 48);
    all.both(Layout.CONTIGUOUS, 1, 1, 1, 1, 1, 1);
    all.both(Layout.CONTIGUOUS, 1, 1, 1, 1, 513, 5);
    return all.cases;
  }

  private void both(
      Layout layout, int maps, int others, int tokens, int heads, int cells, int width) {
    String detail =
        "%s %d maps of %d cells, %d times %d tokens, %d heads, %d wide"
            .formatted(layout, maps, cells, others, tokens, heads, width);
    int rows = tokens * heads;
    int batch = Math.max(maps, others);
    add(
        "attentionToMap",
        detail,
        bench -> {
          Tensor q = scaled(bench, layout, others, rows, width);
          Tensor map = bench.input(layout, maps, cells, width);
          Tensor positions = bench.input(layout, cells, width);
          double[] placed = placed(map, positions);
          double[] queries = doubles(q.toArray());
          double[] m = doubles(map.toArray());
          double[] expected = new double[batch * rows * width];
          for (int b = 0; b < batch; b++) {
            for (int i = 0; i < rows; i++) {
              double[] scores = new double[cells];
              for (int c = 0; c < cells; c++) {
                int query = (own(b, others) * rows + i) * width;
                scores[c] = dot(queries, query, placed, (own(b, maps) * cells + c) * width, width);
              }
              double[] weights = softmax(scores, 0, cells, 1);
              for (int c = 0; c < cells; c++) {
                addTo(
                    expected,
                    (b * rows + i) * width,
                    weights[c],
                    m,
                    (own(b, maps) * cells + c) * width,
                    width);
              }
            }
          }
          bench.expect(
              bench.operators().attentionToMap(q, map, positions), expected, batch, rows, width);
        });
    add(
        "attentionFromMap",
        detail,
        bench -> {
          Tensor keys = scaled(bench, layout, others, rows, width);
          Tensor bias = bench.input(layout, others, rows);
          Tensor values = bench.input(layout, others, rows, width);
          Tensor map = bench.input(layout, maps, cells, width);
          Tensor positions = bench.input(layout, cells, width);
          float[] gain = bench.values(width);
          float[] shift = bench.values(width);
          double[] placed = placed(map, positions);
          double[] k = doubles(keys.toArray());
          double[] v = doubles(values.toArray());
          double[] m = doubles(map.toArray());
          float[] added = bias.toArray();
          double[] sum = new double[batch * cells * width];
          for (int b = 0; b < batch; b++) {
            for (int c = 0; c < cells; c++) {
              int cell = (own(b, maps) * cells + c) * width;
              int to = (b * cells + c) * width;
              int first = own(b, others) * rows;
              double[] scores = new double[rows];
              for (int i = 0; i < rows; i++) {
                scores[i] = dot(placed, cell, k, (first + i) * width, width) + added[first + i];
              }
              addTo(sum, to, 1, m, cell, width);
              for (int h = 0; h < heads; h++) {
                double[] weights = softmax(scores, h, tokens, heads);
                for (int t = 0; t < tokens; t++) {
                  addTo(sum, to, weights[t], v, (first + t * heads + h) * width, width);
                }
              }
            }
          }
          // A great epsilon, so that rows of one value and rows of nearly equal ones say something.
          double[] expected = NaiveOperators.layerNorm(sum, gain, shift, 0.5);
          bench.expect(
              bench
                  .operators()
                  .attentionFromMap(
                      map,
                      positions,
                      new HeadTokens(keys, bias, values, heads),
                      bench.engine().norm(gain, shift, 0.5f)),
              expected,
              batch,
              cells,
              width);
        });
  }

  /** Queries or keys whose scores are of order 1. */
  private static Tensor scaled(OperatorBench bench, Layout layout, int batch, int rows, int width) {
    Tensor some = bench.target(layout, batch, rows, width);
    float[] values = bench.weights((long) batch * rows * width, width);
    some.set(values);
    return some;
  }

  private static int own(int entry, int batch) {
    return batch == 1 ? 0 : entry;
  }

  private static double[] placed(Tensor map, Tensor positions) {
    return NaiveOperators.add(
        map.toArray(), map.shape(), positions.toArray(), positions.shape(), map.shape());
  }

  private static double dot(double[] a, int atA, double[] b, int atB, int length) {
    double sum = 0;
    for (int i = 0; i < length; i++) {
      sum += a[atA + i] * b[atB + i];
    }
    return sum;
  }

  private static void addTo(
      double[] sum, int to, double factor, double[] values, int from, int length) {
    for (int i = 0; i < length; i++) {
      sum[to + i] += factor * values[from + i];
    }
  }

  /** Of so many scores a fixed step apart. */
  private static double[] softmax(double[] scores, int from, int count, int step) {
    double[] weights = new double[count];
    double sum = 0;
    for (int i = 0; i < count; i++) {
      weights[i] = Math.exp(scores[from + i * step]);
      sum += weights[i];
    }
    for (int i = 0; i < count; i++) {
      weights[i] /= sum;
    }
    return weights;
  }

  private void add(String operator, String detail, OperatorCase.Run run) {
    cases.add(new OperatorCase(operator, detail, BOUND, run));
  }
}
