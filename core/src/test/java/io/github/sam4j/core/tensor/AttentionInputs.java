package io.github.sam4j.core.tensor;

import static io.github.sam4j.core.tensor.NaiveOperators.doubles;

import io.github.sam4j.core.tensor.CellVectors.Values;
import org.jspecify.annotations.Nullable;

/**
 * What an attention between tokens and factored maps is given, and the scores it must find.
 *
 * @param scores of each map: rows of token and head, a column for each cell
 */
record AttentionInputs(
    @Nullable FactoredMap map, TokenProjections tokens, CellPlanes planes, double[][][] scores) {
  /** Random projections; the scores are those of the operators' formula. */
  static AttentionInputs random(
      FactoredInputs inputs, FactoredSize size, boolean placed, double deviation) {
    FactoredMap map = inputs.map(size);
    Tensor basis = inputs.basis(size, deviation);
    TokenProjections tokens = new TokenProjections(inputs.tokens(size, deviation), basis);
    CellPlanes planes = new CellPlanes(inputs.planes(size), placed ? inputs.planes(size) : null);
    Values values = Values.of(map);
    double[] onBasis = basis == null ? new double[0] : doubles(basis.toArray());
    double[] t = doubles(tokens.tokens().toArray());
    double[] base = doubles(planes.base().toArray());
    double[] places = places(planes, base.length);
    double[][][] scores = new double[size.maps()][size.rows()][size.all()];
    for (int p = 0; p < size.maps(); p++) {
      for (int row = 0; row < size.rows(); row++) {
        for (int i = 0; i < size.all(); i++) {
          double score = product(size, t, base, p, row, i);
          if (values != null) {
            for (int r = 0; r < size.terms(); r++) {
              score +=
                  onBasis[(p * size.rows() + row) * size.terms() + r]
                      * values.coefficient(size, size.terms(), p, r, i);
            }
            score *= values.scale()[p * size.all() + i];
          }
          scores[p][row][i] = score + product(size, t, places, p, row, i);
        }
      }
    }
    return new AttentionInputs(map, tokens, planes, scores);
  }

  /** Projections of cells; the scores are those of the cells themselves. */
  static AttentionInputs ofCells(
      FactoredInputs inputs, FactoredSize size, boolean placed, CellVectors vectors) {
    int channels = vectors.base()[0].length;
    double[][] matrix = inputs.matrix(1 / Math.sqrt(channels), size.width(), channels);
    FactoredMap map = inputs.map(size);
    Tensor tokens = inputs.tokens(size, 1);
    double[] t = doubles(tokens.toArray());
    Tensor base =
        inputs.of(vectors.onBase(size, matrix), size.blocks(), size.width(), size.cells());
    CellPlanes planes = new CellPlanes(base, placed ? inputs.planes(size) : null);
    double[] places = places(planes, Math.toIntExact(base.size()));
    Values values = Values.of(map);
    double[][][] scores = new double[size.maps()][size.rows()][size.all()];
    double[] onBasis = new double[size.maps() * size.rows() * size.terms()];
    for (int p = 0; p < size.maps(); p++) {
      for (int row = 0; row < size.rows(); row++) {
        double[] query = query(size, t, matrix, p, row);
        for (int r = 0; r < size.terms(); r++) {
          onBasis[(p * size.rows() + row) * size.terms() + r] =
              CellVectors.dot(query, vectors.basis()[p][r]);
        }
        for (int i = 0; i < size.all(); i++) {
          double[] cell = vectors.cell(size, values, size.terms(), p, i);
          scores[p][row][i] = CellVectors.dot(query, cell) + product(size, t, places, p, row, i);
        }
      }
    }
    Tensor basis = map == null ? null : inputs.of(onBasis, size.maps(), size.rows(), size.terms());
    return new AttentionInputs(map, new TokenProjections(tokens, basis), planes, scores);
  }

  private static double[] places(CellPlanes planes, int length) {
    return planes.places() == null ? new double[length] : doubles(planes.places().toArray());
  }

  /** A head's channels of a token times those of a cell. */
  private static double product(
      FactoredSize size, double[] tokens, double[] planes, int p, int row, int i) {
    double sum = 0;
    for (int k = 0; k < size.headWidth(); k++) {
      int c = row % size.heads() * size.headWidth() + k;
      sum += tokens[token(size, p, row) + c] * planes[CellVectors.plane(size, size.width(), c, i)];
    }
    return sum;
  }

  /** A head's channels of a token times the rows that project cells to them. */
  private static double[] query(
      FactoredSize size, double[] tokens, double[][] matrix, int p, int row) {
    double[] query = new double[matrix[0].length];
    for (int k = 0; k < size.headWidth(); k++) {
      int c = row % size.heads() * size.headWidth() + k;
      CellVectors.addTo(query, tokens[token(size, p, row) + c], matrix[c]);
    }
    return query;
  }

  private static int token(FactoredSize size, int p, int row) {
    return (p * size.tokens() + row / size.heads()) * size.width();
  }

  /** The softmax over cells of a map's row of scores. */
  double[] overCells(int p, int row) {
    return softmax(scores[p][row]);
  }

  /** The softmax over tokens of a head at a cell. */
  double[] overTokens(FactoredSize size, int p, int head, int i) {
    double[] column = new double[size.tokens()];
    for (int t = 0; t < column.length; t++) {
      column[t] = scores[p][t * size.heads() + head][i];
    }
    return softmax(column);
  }

  private static double[] softmax(double[] scores) {
    double greatest = Double.NEGATIVE_INFINITY;
    for (double score : scores) {
      greatest = Math.max(greatest, score);
    }
    double[] weights = new double[scores.length];
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      weights[i] = Math.exp(scores[i] - greatest);
      sum += weights[i];
    }
    for (int i = 0; i < weights.length; i++) {
      weights[i] /= sum;
    }
    return weights;
  }
}
