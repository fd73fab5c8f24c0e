package io.github.sam4j.core.tensor;

import static io.github.sam4j.core.tensor.NaiveOperators.doubles;

import org.jspecify.annotations.Nullable;

/**
 * Base and basis of factored maps as vectors of channels, which the operators are only told
 * projections of: with them every cell can be written out.
 *
 * @param base a vector for each cell
 * @param basis R vectors for each map
 */
record CellVectors(double[][] base, double[][][] basis) {
  /** Random ones for maps before an operator. */
  static CellVectors random(FactoredInputs inputs, FactoredSize size, int channels) {
    double[][][] basis = new double[size.maps()][][];
    for (int p = 0; p < size.maps(); p++) {
      basis[p] = inputs.matrix(1 / Math.sqrt(Math.max(1, size.terms())), size.terms(), channels);
    }
    return new CellVectors(inputs.matrix(1, size.all(), channels), basis);
  }

  /**
   * A cell of a map.
   *
   * @param map null stands for the base itself
   * @param terms of the basis that the map has
   */
  double[] cell(FactoredSize size, @Nullable Values map, int terms, int p, int i) {
    double[] cell = base[i].clone();
    if (map == null) {
      return cell;
    }
    for (int r = 0; r < terms; r++) {
      addTo(cell, map.coefficient(size, terms, p, r, i), basis[p][r]);
    }
    double scale = map.scale()[p * size.all() + i];
    for (int c = 0; c < cell.length; c++) {
      cell[c] *= scale;
    }
    return cell;
  }

  /** Products of a matrix's rows with the base: (B, rows, N). */
  double[] onBase(FactoredSize size, double[][] matrix) {
    double[] planes = new double[size.all() * matrix.length];
    for (int i = 0; i < size.all(); i++) {
      for (int row = 0; row < matrix.length; row++) {
        planes[plane(size, matrix.length, row, i)] = dot(matrix[row], base[i]);
      }
    }
    return planes;
  }

  /** Where cell i of a row lies in (B, rows, N). */
  static int plane(FactoredSize size, int rows, int row, int i) {
    int n = size.cells();
    return (i / n * rows + row) * n + i % n;
  }

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int c = 0; c < a.length; c++) {
      sum += a[c] * b[c];
    }
    return sum;
  }

  static void addTo(double[] sum, double factor, double[] vector) {
    for (int c = 0; c < sum.length; c++) {
      sum[c] += factor * vector[c];
    }
  }

  /** A factored map's values in double precision. */
  record Values(double[] coefficients, double[] scale) {
    static @Nullable Values of(@Nullable FactoredMap map) {
      return map == null
          ? null
          : new Values(doubles(map.coefficients().toArray()), doubles(map.scale().toArray()));
    }

    double coefficient(FactoredSize size, int terms, int p, int r, int i) {
      return coefficients[p * size.all() * terms + plane(size, terms, r, i)];
    }
  }
}
