package io.github.sam4j.core.tensor;

import static io.github.sam4j.core.tensor.NaiveOperators.doubles;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sam4j.core.tensor.CellVectors.Values;
import java.util.ArrayList;
import java.util.List;

/** Attention between few tokens and factored maps. */
final class FactoredMapCases {
  private static final double BOUND = 1e-5;

  /** Scores of some 100 cost digits of their weights. */
  private static final double FAR_BOUND = 1e-4;

  private static final int CHANNELS = 24;
  private static final int[] TOKENS = {2, 5, 7, 9};
  private static final int[] HEADS = {1, 2, 8};
  private static final int[] HEAD_WIDTHS = {1, 3, 8, 16};

  private final List<OperatorCase> cases = new ArrayList<>();

  static List<OperatorCase> all() {
    FactoredMapCases all = new FactoredMapCases();
    for (Layout layout : Layout.values()) {
      all.both(layout, new FactoredSize(3, 2, 16, 5, 2, 3, 0), false);
      all.both(layout, new FactoredSize(1, 3, 48, 7, 8, 1, 40), true);
      all.both(layout, new FactoredSize(3, 1, 112, 2, 1, 16, 5), true);
    }
    for (int tokens : TOKENS) {
      for (int heads : HEADS) {
        for (int width : HEAD_WIDTHS) {
          int maps = 1 + tokens % 3;
          boolean placed = (tokens + width) % 2 == 0;
          if (width == 3) {
            all.both(Layout.CONTIGUOUS, new FactoredSize(maps, 1, 16, tokens, heads, 3, 0), placed);
          }
          all.both(
              Layout.CONTIGUOUS,
              new FactoredSize(maps, 2, 16, tokens, heads, width, heads * (tokens - 1)),
              placed);
        }
      }
    }
    all.both(Layout.CONTIGUOUS, new FactoredSize(2, 1, 16, 1, 2, 3, 4), true);
    all.both(Layout.CONTIGUOUS, new FactoredSize(3, 3, 256, 7, 8, 16, 0), false);
    all.both(Layout.CONTIGUOUS, new FactoredSize(3, 3, 256, 9, 8, 16, 72), true);
    all.both(Layout.CONTIGUOUS, new FactoredSize(1, 1, 256, 7, 8, 16, 56), false);
    all.blocks();
    return all.cases;
  }

  private void both(Layout layout, FactoredSize size, boolean placed) {
    String detail = "%s %s%s".formatted(layout, size, placed ? ", with places" : "");
    attentionTo("attentionTo", detail, layout, size, placed, 1);
    attentionTo("attentionTo far scores", detail, layout, size, placed, 20);
    attentionToCells(detail + ", cells written out", layout, size, placed);
    attentionFrom(detail, layout, size, placed, 1e-6f);
    attentionFromCells(detail + ", cells written out, great epsilon", layout, size, placed);
  }

  private void attentionTo(
      String operator,
      String detail,
      Layout layout,
      FactoredSize size,
      boolean placed,
      double deviation) {
    add(
        operator,
        detail,
        deviation > 1 ? FAR_BOUND : BOUND,
        bench -> {
          FactoredMaps maps = FactoredInputs.operators(bench.operators());
          FactoredInputs inputs = new FactoredInputs(bench, layout);
          AttentionInputs attention = AttentionInputs.random(inputs, size, placed, deviation);
          Tensor values = inputs.planes(size);
          double[] v = doubles(values.toArray());
          Values map = Values.of(attention.map());
          int width = size.headWidth() + size.terms();
          double[] expected = new double[size.maps() * size.rows() * width];
          for (int p = 0; p < size.maps(); p++) {
            for (int row = 0; row < size.rows(); row++) {
              double[] weights = attention.overCells(p, row);
              int to = (p * size.rows() + row) * width;
              for (int i = 0; i < size.all(); i++) {
                double w = weights[i] * (map == null ? 1 : map.scale()[p * size.all() + i]);
                for (int k = 0; k < size.headWidth(); k++) {
                  int c = row % size.heads() * size.headWidth() + k;
                  expected[to + k] += w * v[CellVectors.plane(size, size.width(), c, i)];
                }
                for (int r = 0; r < size.terms() && map != null; r++) {
                  expected[to + size.headWidth() + r] +=
                      w * map.coefficient(size, size.terms(), p, r, i);
                }
              }
            }
          }
          Tensor found =
              maps.attentionTo(
                  attention.map(), attention.tokens(), attention.planes(), values, size.heads());
          bench.expect(found, expected, size.maps(), size.rows(), width);
          inputs.checkUnchanged();
        });
  }

  /** What the result stands for: the mean of the cells' values. */
  private void attentionToCells(String detail, Layout layout, FactoredSize size, boolean placed) {
    add(
        "attentionTo",
        detail,
        BOUND,
        bench -> {
          FactoredMaps maps = FactoredInputs.operators(bench.operators());
          FactoredInputs inputs = new FactoredInputs(bench, layout);
          CellVectors vectors = CellVectors.random(inputs, size, CHANNELS);
          AttentionInputs attention = AttentionInputs.ofCells(inputs, size, placed, vectors);
          double[][] matrix = inputs.matrix(1 / Math.sqrt(CHANNELS), size.width(), CHANNELS);
          Tensor values =
              inputs.of(vectors.onBase(size, matrix), size.blocks(), size.width(), size.cells());
          Tensor result =
              maps.attentionTo(
                  attention.map(), attention.tokens(), attention.planes(), values, size.heads());
          Values map = Values.of(attention.map());
          double[] means = doubles(result.toArray());
          int rows = size.maps() * size.rows();
          float[] found = new float[rows * size.headWidth()];
          double[] expected = new double[found.length];
          for (int p = 0; p < size.maps(); p++) {
            for (int row = 0; row < size.rows(); row++) {
              int of = p * size.rows() + row;
              double[] weights = attention.overCells(p, row);
              double[] mean = new double[CHANNELS];
              for (int i = 0; i < size.all(); i++) {
                CellVectors.addTo(mean, weights[i], vectors.cell(size, map, size.terms(), p, i));
              }
              for (int k = 0; k < size.headWidth(); k++) {
                double[] channel = matrix[row % size.heads() * size.headWidth() + k];
                expected[of * size.headWidth() + k] = CellVectors.dot(channel, mean);
                int from = of * (size.headWidth() + size.terms());
                double sum = means[from + k];
                for (int r = 0; r < size.terms(); r++) {
                  sum +=
                      means[from + size.headWidth() + r]
                          * CellVectors.dot(channel, vectors.basis()[p][r]);
                }
                found[of * size.headWidth() + k] = (float) sum;
              }
            }
          }
          bench.expect(
              bench.operators().tensor(found, rows, size.headWidth()),
              expected,
              rows,
              size.headWidth());
          inputs.checkUnchanged();
        });
  }

  private void attentionFrom(
      String detail, Layout layout, FactoredSize size, boolean placed, float epsilon) {
    add(
        "attentionFrom",
        detail,
        BOUND,
        bench -> {
          FactoredMaps maps = FactoredInputs.operators(bench.operators());
          FactoredInputs inputs = new FactoredInputs(bench, layout);
          VectorSum sum = VectorSum.random(inputs, size, CHANNELS, placed, epsilon);
          expectFrom(bench, maps, size, AttentionInputs.random(inputs, size, placed, 1), sum);
          inputs.checkUnchanged();
        });
  }

  private void attentionFromCells(String detail, Layout layout, FactoredSize size, boolean placed) {
    add(
        "attentionFrom",
        detail,
        BOUND,
        bench -> {
          FactoredMaps maps = FactoredInputs.operators(bench.operators());
          FactoredInputs inputs = new FactoredInputs(bench, layout);
          VectorSum sum = VectorSum.random(inputs, size, CHANNELS, !placed, 0.5f);
          expectFrom(
              bench, maps, size, AttentionInputs.ofCells(inputs, size, placed, sum.vectors()), sum);
          inputs.checkUnchanged();
        });
  }

  /** Coefficients, scales, and the cells that they stand for. */
  private static void expectFrom(
      OperatorBench bench,
      FactoredMaps maps,
      FactoredSize size,
      AttentionInputs attention,
      VectorSum sum) {
    FactoredMap found =
        maps.attentionFrom(
            attention.map(), attention.tokens(), attention.planes(), size.heads(), sum.told());
    int terms = size.terms() + size.rows();
    Values before = Values.of(attention.map());
    Values after =
        new Values(doubles(found.coefficients().toArray()), doubles(found.scale().toArray()));
    double[] coefficients = new double[size.maps() * terms * size.all()];
    double[] scales = new double[size.maps() * size.all()];
    double[] cells = new double[scales.length * CHANNELS];
    float[] foundCells = new float[cells.length];
    for (int p = 0; p < size.maps(); p++) {
      for (int i = 0; i < size.all(); i++) {
        int at = p * size.all() + i;
        double scale = before == null ? 1 : before.scale()[at];
        int map = p * terms * size.all();
        for (int r = 0; r < size.terms() && before != null; r++) {
          coefficients[map + CellVectors.plane(size, terms, r, i)] =
              before.coefficient(size, size.terms(), p, r, i);
        }
        double[] weights = weights(size, attention, p, i);
        for (int row = 0; row < size.rows(); row++) {
          coefficients[map + CellVectors.plane(size, terms, size.terms() + row, i)] =
              weights[row] / scale;
        }
        double[] cell = sum.cell(size, before, p, i, weights);
        double norm = norm(cell, sum.told().epsilon());
        scales[at] = scale * norm;
        double[] rebuilt = sum.vectors().cell(size, after, terms, p, i);
        for (int c = 0; c < CHANNELS; c++) {
          cells[at * CHANNELS + c] = cell[c] * norm;
          foundCells[at * CHANNELS + c] = (float) rebuilt[c];
        }
      }
    }
    bench.expect(
        found.coefficients(), coefficients, size.maps(), size.blocks(), terms, size.cells());
    bench.expect(found.scale(), scales, size.maps(), size.blocks(), size.cells());
    bench.expect(
        bench.operators().tensor(foundCells, scales.length, CHANNELS),
        cells,
        scales.length,
        CHANNELS);
  }

  /** Token by token and for each token head by head. */
  private static double[] weights(FactoredSize size, AttentionInputs attention, int p, int i) {
    double[] weights = new double[size.rows()];
    for (int h = 0; h < size.heads(); h++) {
      double[] ofHead = attention.overTokens(size, p, h, i);
      for (int t = 0; t < size.tokens(); t++) {
        weights[t * size.heads() + h] = ofHead[t];
      }
    }
    return weights;
  }

  /** What a layer norm without gain and bias multiplies a cell with, whose mean is 0. */
  private static double norm(double[] cell, double epsilon) {
    double mean = 0;
    for (double x : cell) {
      mean += x / cell.length;
    }
    assertThat(Math.abs(mean)).as("the oracle's mean").isLessThan(1e-12);
    double variance = 0;
    for (double x : cell) {
      variance += (x - mean) * (x - mean) / cell.length;
    }
    return 1 / Math.sqrt(variance + epsilon);
  }

  /** Any number of cells can be cut into blocks; what fills up the last one has no weight. */
  private void blocks() {
    for (int cells : new int[] {16, 17, 48, 100, 441, 784, 1024, 4096}) {
      add(
          "block",
          "%d cells".formatted(cells),
          BOUND,
          bench -> {
            Operators ops = bench.operators();
            FactoredMaps maps = FactoredInputs.operators(ops);
            assertThat(maps.suits(cells, 2)).isTrue();
            int block = maps.block(cells);
            int blocks = (cells + block - 1) / block;
            float[] values = bench.values((long) blocks * block);
            double mean = 0;
            for (int i = 0; i < values.length; i++) {
              mean += i < cells ? (double) values[i] / cells : 0;
              values[i] = i < cells ? values[i] : 1e6f;
            }
            Tensor planes = ops.tensor(values, blocks, 1, block);
            // Tokens of 0: all cells weigh the same.
            Tensor tokens = ops.tensor(new float[2], 1, 2, 1);
            Tensor found =
                maps.attentionTo(
                    null,
                    new TokenProjections(tokens, null),
                    new CellPlanes(planes, null, cells),
                    planes,
                    1);
            bench.expect(found, new double[] {mean, mean}, 1, 2, 1);
          });
    }
  }

  private void add(String operator, String detail, double bound, OperatorCase.Run run) {
    cases.add(new OperatorCase(operator, detail, bound, run));
  }
}
