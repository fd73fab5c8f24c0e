package io.github.sam4j.cpu.factored;

import io.github.sam4j.cpu.memory.Rows;
import io.github.sam4j.cpu.vector.LaneSum;
import io.github.sam4j.cpu.vector.Lanes;
import io.github.sam4j.cpu.vector.VectorMath;
import java.nio.FloatBuffer;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Softmaxes of scores that lie as {@link PlaneScores} leaves them. The number of cells is a
 * multiple of {@link Lanes#WIDTH}.
 */
final class PlaneSoftmax {
  private PlaneSoftmax() {}

  /**
   * The softmax over cells of each row, but for the division by the sum of all its parts: row =
   * e^(row - greatest) x factors.
   *
   * @param factors a factor for each cell
   * @param result written: the greatest score of each row from greatestAt on, and from sumsAt on
   *     the sums of the exponentials
   */
  static void overCells(Rows scores, Rows factors, FloatBuffer result, int greatestAt, int sumsAt) {
    Object s = scores.block().memory();
    Object f = factors.block().memory();
    for (int row = 0; row < scores.count(); row++) {
      int from = scores.at(row);
      float greatest = greatest(s, from, scores.width());
      float sum = exponentials(s, from, scores.width(), greatest, f, factors.offset());
      result.put(greatestAt + row, greatest);
      result.put(sumsAt + row, sum);
    }
  }

  private static float greatest(Object s, int at, int cells) {
    FloatVector most = Lanes.load(s, at);
    for (int i = Lanes.WIDTH; i < cells; i += Lanes.WIDTH) {
      most = most.max(Lanes.load(s, at + i));
    }
    return most.reduceLanes(VectorOperators.MAX);
  }

  /** s = e^(s - greatest) x factors; returns the sum of the exponentials. */
  private static float exponentials(
      Object s, int at, int cells, float greatest, Object factors, int factorsAt) {
    FloatVector shift = FloatVector.broadcast(Lanes.SPECIES, greatest);
    FloatVector sum = FloatVector.zero(Lanes.SPECIES);
    for (int i = 0; i < cells; i += Lanes.WIDTH) {
      FloatVector e = VectorMath.exp(Lanes.load(s, at + i).sub(shift));
      sum = sum.add(e);
      Lanes.store(e.mul(Lanes.load(factors, factorsAt + i)), s, at + i);
    }
    return LaneSum.of(sum);
  }

  /**
   * target = softmax over the tokens of each head / divisors.
   *
   * @param scores rows of cells without gaps, token by token and for each token head by head
   * @param divisors one for each cell
   * @param target rows like the scores'
   */
  static void overTokens(Rows scores, int heads, Rows divisors, Rows target) {
    int cells = scores.width();
    int tokens = scores.count() / heads;
    int step = heads * cells;
    Object s = scores.block().memory();
    Object d = divisors.block().memory();
    Object t = target.block().memory();
    int at = scores.offset();
    int divisorsAt = divisors.offset();
    int to = target.offset();
    for (int head = 0; head < heads; head++) {
      for (int cell = 0; cell < cells; cell += Lanes.WIDTH) {
        int i = head * cells + cell;
        column(s, at + i, tokens, step, d, divisorsAt + cell, t, to + i);
      }
    }
  }

  /** One head's softmax at a vector of cells, whose tokens lie a step apart. */
  private static void column(
      Object s, int at, int tokens, int step, Object divisors, int divisorsAt, Object t, int to) {
    FloatVector most = Lanes.load(s, at);
    for (int k = 1; k < tokens; k++) {
      most = most.max(Lanes.load(s, at + k * step));
    }
    FloatVector sum = FloatVector.zero(Lanes.SPECIES);
    for (int k = 0; k < tokens; k++) {
      FloatVector e = VectorMath.exp(Lanes.load(s, at + k * step).sub(most));
      sum = sum.add(e);
      Lanes.store(e, t, to + k * step);
    }
    FloatVector factor =
        FloatVector.broadcast(Lanes.SPECIES, 1).div(sum.mul(Lanes.load(divisors, divisorsAt)));
    for (int k = 0; k < tokens; k++) {
      int i = to + k * step;
      Lanes.store(Lanes.load(t, i).mul(factor), t, i);
    }
  }
}
