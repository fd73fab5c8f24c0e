package io.github.sam4j.core.tensor;

import static io.github.sam4j.core.tensor.NaiveOperators.doubles;

import io.github.sam4j.core.tensor.FactoredSum.Overlap;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A sum of which base and basis are vectors, with what the operators are told of it.
 *
 * @param vectors centred; the basis has the terms before and behind them the new ones
 */
record VectorSum(CellVectors vectors, FactoredSum told) {
  /**
   * A random sum.
   *
   * @param shifted whether the new terms have shares of a vector
   */
  static VectorSum random(
      FactoredInputs inputs, FactoredSize size, int channels, boolean shifted, float epsilon) {
    double[][] base = centred(inputs.matrix(1, size.all(), channels));
    CellVectors vectors =
        new CellVectors(base, new double[size.maps()][size.terms() + size.rows()][channels]);
    List<Overlap> overlaps = new ArrayList<>();
    int before = size.terms() / size.heads();
    int first = Math.min(before, 2);
    int wider = size.width() + size.heads();
    int[][] groups = {{first, wider}, {before - first, size.width()}, {size.tokens(), wider}};
    int term = 0;
    for (int[] group : groups) {
      if (group[0] > 0) {
        overlaps.add(overlap(inputs, size, vectors, group[0], group[1], term));
        term += group[0] * size.heads();
      }
    }
    Tensor shift = shifted ? shift(inputs, size, vectors) : null;
    return new VectorSum(
        vectors,
        new FactoredSum(
            overlaps,
            gram(inputs, size, vectors),
            squares(inputs, size, base),
            shift,
            channels,
            epsilon));
  }

  /** Makes terms of tokens' heads. */
  private static Overlap overlap(
      FactoredInputs inputs,
      FactoredSize size,
      CellVectors vectors,
      int tokens,
      int width,
      int term) {
    int channels = vectors.base()[0].length;
    int headWidth = width / size.heads();
    double[][] matrix = centred(inputs.matrix(1, width, channels));
    Tensor of = inputs.random(1 / Math.sqrt(headWidth), size.maps(), tokens, width);
    double[] t = doubles(of.toArray());
    for (int p = 0; p < size.maps(); p++) {
      for (int token = 0; token < tokens; token++) {
        for (int c = 0; c < width; c++) {
          CellVectors.addTo(
              vectors.basis()[p][term + token * size.heads() + c / headWidth],
              t[(p * tokens + token) * width + c],
              matrix[c]);
        }
      }
    }
    Tensor planes = inputs.of(vectors.onBase(size, matrix), size.blocks(), width, size.cells());
    return new Overlap(of, planes);
  }

  private static Tensor shift(FactoredInputs inputs, FactoredSize size, CellVectors vectors) {
    double[][] shift = centred(inputs.matrix(1, 1, vectors.base()[0].length));
    for (double[][] basis : vectors.basis()) {
      for (int r = size.terms(); r < basis.length; r++) {
        CellVectors.addTo(basis[r], 1.0 / size.heads(), shift[0]);
      }
    }
    return inputs.of(vectors.onBase(size, shift), size.blocks(), size.cells());
  }

  private static Tensor gram(FactoredInputs inputs, FactoredSize size, CellVectors vectors) {
    int terms = size.terms() + size.rows();
    double[] gram = new double[size.maps() * terms * terms];
    int at = 0;
    for (double[][] basis : vectors.basis()) {
      for (double[] a : basis) {
        for (double[] b : basis) {
          gram[at++] = CellVectors.dot(a, b);
        }
      }
    }
    return inputs.of(gram, size.maps(), terms, terms);
  }

  private static Tensor squares(FactoredInputs inputs, FactoredSize size, double[][] base) {
    double[] squares = new double[base.length];
    for (int i = 0; i < squares.length; i++) {
      squares[i] = CellVectors.dot(base[i], base[i]);
    }
    return inputs.of(squares, size.blocks(), size.cells());
  }

  private static double[][] centred(double[][] rows) {
    for (double[] row : rows) {
      double mean = 0;
      for (double value : row) {
        mean += value / row.length;
      }
      for (int c = 0; c < row.length; c++) {
        row[c] -= mean;
      }
    }
    return rows;
  }

  /**
   * A cell after the attention, before the norm.
   *
   * @param weights of each token and head at the cell
   */
  double[] cell(
      FactoredSize size, CellVectors.@Nullable Values map, int p, int i, double[] weights) {
    double[] cell = vectors.cell(size, map, size.terms(), p, i);
    for (int row = 0; row < weights.length; row++) {
      CellVectors.addTo(cell, weights[row], vectors.basis()[p][size.terms() + row]);
    }
    return cell;
  }
}
