package io.github.sam4j.core.tensor;

import static io.github.sam4j.core.tensor.NaiveOperators.doubles;

import io.github.sam4j.core.tensor.CellVectors.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Masks of factored maps: transposed convolutions of cells that are written out. */
final class FactoredMaskCases {
  private static final double BOUND = 1e-5;
  private static final int CHANNELS = 24;

  /** M and L. */
  private record Widths(int middle, int outputs, boolean features) {
    Widths(int middle, int outputs) {
      this(middle, outputs, false);
    }
  }

  private final List<OperatorCase> cases = new ArrayList<>();

  static List<OperatorCase> all() {
    FactoredMaskCases all = new FactoredMaskCases();
    for (Layout layout : Layout.values()) {
      all.masks(layout, 3, 1, 4, 5, new Widths(8, 3), 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2);
      all.masks(layout, 1, 4, 8, 24, new Widths(5, 8), 0);
      all.masks(layout, 3, 3, 12, 7, new Widths(16, 4), 0, 0, 0, 0, 0, 1, 2, 2);
    }
    all.masks(Layout.CONTIGUOUS, 1, 1, 8, 1, new Widths(4, 1), 0, 0, 0);
    all.masks(Layout.CONTIGUOUS, 3, 9, 12, 14, new Widths(3, 2), 0, 0, 2);
    all.masks(Layout.CONTIGUOUS, 4, 1, 4, 3, new Widths(6, 2), 1, 3, 3, 3, 3, 3, 3);
    all.masks(Layout.CONTIGUOUS, 1, 1, 12, 112, new Widths(64, 32), 0, 0, 0, 0);
    all.masks(Layout.CONTIGUOUS, 3, 1, 16, 112, new Widths(16, 8), 0, 0, 1, 2, 2, 2);
    all.masks(Layout.CONTIGUOUS, 1, 4, 16, 10, new Widths(1, 1), 0, 0, 0, 0, 0, 0, 0, 0, 0);
    all.masks(Layout.CONTIGUOUS, 1, 7, 28, 18, new Widths(8, 4), 0);
    all.masks(Layout.CONTIGUOUS, 2, 2, 5, 6, new Widths(8, 4), 0, 1, 1);
    all.masks(Layout.CONTIGUOUS, 1, 2, 21, 10, new Widths(16, 8), 0, 0);
    for (Layout layout : Layout.values()) {
      all.masks(layout, 3, 2, 5, 6, new Widths(8, 3, true), 0, 1, 1, 2);
    }
    all.masks(Layout.CONTIGUOUS, 1, 4, 28, 56, new Widths(32, 16, true), 0, 0, 0);
    return all.cases;
  }

  private void masks(
      Layout layout, int maps, int blocks, int side, int terms, Widths widths, int... owners) {
    // The last block is filled up where the cells do not fill all.
    int cells = (side * side + 16 * blocks - 1) / (16 * blocks) * 16;
    FactoredSize size = new FactoredSize(maps, blocks, cells, 1, 1, 1, terms);
    String detail =
        "%s %d maps of %d x %d cells, side %d, %d terms, %s, filters of %s"
            .formatted(
                layout, maps, blocks, size.cells(), side, terms, widths, Arrays.toString(owners));
    cases.add(
        new OperatorCase(
            "masks",
            detail,
            BOUND,
            bench -> {
              FactoredMaps operators = FactoredInputs.operators(bench.operators());
              FactoredInputs inputs = new FactoredInputs(bench, layout);
              CellVectors vectors = CellVectors.random(inputs, size, CHANNELS);
              FactoredMap map = Objects.requireNonNull(inputs.map(size));
              int rows = 4 * widths.middle();
              double[][] first = inputs.matrix(1 / Math.sqrt(CHANNELS), rows, CHANNELS);
              FactoredUpscaling upscaling = upscaling(inputs, size, vectors, first, widths);
              Tensor basis = inputs.of(onBasis(size, vectors, first), maps, rows, terms);
              Tensor filters = inputs.random(1, owners.length, widths.outputs());
              double[] expected =
                  expected(
                      size,
                      side,
                      vectors,
                      map,
                      first,
                      upscaling,
                      doubles(filters.toArray()),
                      owners);
              bench.expect(
                  operators.masks(map, upscaling, basis, filters, owners, side),
                  expected,
                  owners.length,
                  4 * side,
                  4 * side);
              inputs.checkUnchanged();
            }));
  }

  private static FactoredUpscaling upscaling(
      FactoredInputs inputs,
      FactoredSize size,
      CellVectors vectors,
      double[][] first,
      Widths widths) {
    int m = widths.middle();
    int l = widths.outputs();
    return new FactoredUpscaling(
        inputs.of(vectors.onBase(size, first), size.blocks(), 4 * m, size.cells()),
        widths.features()
            ? new FactoredFeatures(
                inputs.random(1, size.blocks(), 4 * m, size.cells()),
                inputs.random(1, size.blocks(), 16 * l, size.cells()))
            : null,
        inputs.random(1, 4 * m),
        inputs.random(1, m),
        inputs.random(1, m),
        // A great one where few channels may have nearly equal values.
        m < 16 ? 0.1f : 1e-6f,
        inputs.random(1 / Math.sqrt(m), 4 * l, m),
        inputs.random(1, l));
  }

  private static double[] onBasis(FactoredSize size, CellVectors vectors, double[][] first) {
    double[] products = new double[size.maps() * first.length * size.terms()];
    int at = 0;
    for (double[][] basis : vectors.basis()) {
      for (double[] row : first) {
        for (double[] term : basis) {
          products[at++] = CellVectors.dot(row, term);
        }
      }
    }
    return products;
  }

  private static double[] expected(
      FactoredSize size,
      int side,
      CellVectors vectors,
      FactoredMap map,
      double[][] first,
      FactoredUpscaling upscaling,
      double[] filters,
      int[] owners) {
    int m = upscaling.middle();
    int l = upscaling.outputs();
    float[] bias = upscaling.bias().toArray();
    float[] gain = upscaling.gain().toArray();
    float[] shift = upscaling.shift().toArray();
    float[] second = upscaling.second().toArray();
    float[] secondBias = upscaling.secondBias().toArray();
    FactoredFeatures features = upscaling.features();
    float[] added = features == null ? null : features.first().toArray();
    float[] addedLast = features == null ? null : features.second().toArray();
    Values values = Values.of(map);
    double[] masks = new double[owners.length * 16 * side * side];
    for (int p = 0; p < size.maps(); p++) {
      for (int i = 0; i < side * side; i++) {
        double[] cell = vectors.cell(size, values, size.terms(), p, i);
        for (int place = 0; place < 4; place++) {
          double[] middle = new double[m];
          for (int c = 0; c < m; c++) {
            int row = place * m + c;
            middle[c] = CellVectors.dot(first[row], cell) + bias[row];
            middle[c] += plane(added, size, i, 4 * m, row);
          }
          middle = NaiveOperators.layerNorm(middle, gain, shift, upscaling.epsilon());
          for (int c = 0; c < m; c++) {
            middle[c] = NaiveOperators.activate(middle[c], Activation.GELU);
          }
          double[] four = NaiveOperators.linear(middle, m, 4 * l, second, null, Activation.NONE);
          for (int inner = 0; inner < 4; inner++) {
            int row = 4 * (i / side) + 2 * (place / 2) + inner / 2;
            int column = 4 * (i % side) + 2 * (place % 2) + inner % 2;
            for (int c = 0; c < l; c++) {
              double sum = four[inner * l + c] + secondBias[c];
              sum += plane(addedLast, size, i, 16 * l, 4 * (inner * l + c) + place);
              double y = NaiveOperators.activate(sum, Activation.GELU);
              for (int k = 0; k < owners.length; k++) {
                if (owners[k] == p) {
                  masks[(k * 4 * side + row) * 4 * side + column] += filters[k * l + c] * y;
                }
              }
            }
          }
        }
      }
    }
    return masks;
  }

  /** A value of a cell in planes of so many rows; 0 without planes. */
  private static double plane(
      float @Nullable [] planes, FactoredSize size, int cell, int rows, int row) {
    if (planes == null) {
      return 0;
    }
    int block = cell / size.cells();
    return planes[(block * rows + row) * size.cells() + cell % size.cells()];
  }
}
