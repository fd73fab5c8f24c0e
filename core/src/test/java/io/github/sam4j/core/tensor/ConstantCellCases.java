package io.github.sam4j.core.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sam4j.core.tensor.FactoredSum.Overlap;
import java.util.List;

/**
 * Cells that take from a token just what makes all their channels equal: their length is 0 but for
 * rounding, which must not make it less.
 */
final class ConstantCellCases {
  private static final int CELLS = 48;
  private static final int WIDTH = 5;
  private static final int CHANNELS = 24;
  private static final float EPSILON = 1e-12f;

  private ConstantCellCases() {}

  static List<OperatorCase> all() {
    return List.of(
        new OperatorCase(
            "attentionFrom", "cells of equal channels", 0, ConstantCellCases::scalesArePositive));
  }

  private static void scalesArePositive(OperatorBench bench) {
    FactoredMaps maps = FactoredInputs.operators(bench.operators());
    FactoredInputs inputs = new FactoredInputs(bench, Layout.CONTIGUOUS);
    double[] scale = inputs.normal(1, CELLS);
    double[] token = inputs.normal(1, WIDTH);
    double[] tokens = new double[2 * WIDTH];
    System.arraycopy(token, 0, tokens, WIDTH, WIDTH);
    // The only token's weight is 1, so each cell has its vector v over the scale: the base is -v
    // over the scale. The map's own term is 0.
    double square = CHANNELS;
    double[] planes = new double[WIDTH * CELLS];
    double[] squares = new double[CELLS];
    for (int i = 0; i < CELLS; i++) {
      scale[i] = 0.3 + Math.abs(scale[i]);
      squares[i] = square / scale[i] / scale[i];
      for (int c = 0; c < WIDTH; c++) {
        planes[c * CELLS + i] = -square / scale[i] * token[c] / CellVectors.dot(token, token);
      }
    }
    FactoredMap map =
        new FactoredMap(
            inputs.of(new double[CELLS], 1, 1, 1, CELLS), inputs.of(scale, 1, 1, CELLS));
    Overlap overlap =
        new Overlap(inputs.of(tokens, 1, 2, WIDTH), inputs.of(planes, 1, WIDTH, CELLS));
    FactoredSum sum =
        new FactoredSum(
            List.of(overlap),
            inputs.of(new double[] {1, 0, 0, square}, 1, 2, 2),
            inputs.of(squares, 1, CELLS),
            null,
            CHANNELS,
            EPSILON);
    TokenProjections keys =
        new TokenProjections(inputs.random(1, 1, 1, WIDTH), inputs.random(1, 1, 1, 1));
    CellPlanes queries = new CellPlanes(inputs.random(1, 1, WIDTH, CELLS), null);
    float[] found = maps.attentionFrom(map, keys, queries, 1, sum).scale().toArray();
    for (int i = 0; i < CELLS; i++) {
      // A length of 0 gives the scale before over the root of epsilon, which is the most there is.
      double most = scale[i] / Math.sqrt(EPSILON) * (1 + 1e-5);
      assertThat((double) found[i]).as("scale of cell %d", i).isPositive().isLessThan(most);
    }
    inputs.checkUnchanged();
  }
}
