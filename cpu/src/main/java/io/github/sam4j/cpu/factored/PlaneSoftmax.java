package io.github.sam4j.cpu.factored;

import io.github.sam4j.cpu.memory.Block;
import io.github.sam4j.cpu.vector.LaneSum;
import io.github.sam4j.cpu.vector.Lanes;
import io.github.sam4j.cpu.vector.VectorMath;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Softmaxes of scores that lie as {@link PlaneScores} leaves them. The number of cells is a
 * multiple of {@link Lanes#WIDTH}.
 */
public final class PlaneSoftmax {
  private PlaneSoftmax() {}

  /**
   * The softmax over cells of each row, but for the division by the sum of all its parts: row =
   * e^(row - greatest) x factors.
   *
   * @param factors a factor for each cell
   * @param result written: the greatest scores, a value for each row, and from sumsAt on the sums
   *     of the exponentials
   */
  public static void overCells(
      Block scores,
      int at,
      int rows,
      int cells,
      Block factors,
      int factorsAt,
      Block result,
      int greatestAt,
      int sumsAt) {
    for (int row = 0; row < rows; row++) {
      Object s = scores.memory();
      int from = at + row * cells;
      float greatest = greatest(s, from, cells);
      float sum = exponentials(s, from, cells, greatest, factors.memory(), factorsAt);
      result.floats().put(greatestAt + row, greatest);
      result.floats().put(sumsAt + row, sum);
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
   * @param divisors one for each cell
   */
  public static void overTokens(
      Block scores,
      int at,
      int tokens,
      int heads,
      int cells,
      Block divisors,
      int divisorsAt,
      Block target,
      int to) {
    int step = heads * cells;
    for (int head = 0; head < heads; head++) {
      for (int cell = 0; cell < cells; cell += Lanes.WIDTH) {
        int i = head * cells + cell;
        column(
            scores.memory(),
            at + i,
            tokens,
            step,
            divisors.memory(),
            divisorsAt + cell,
            target.memory(),
            to + i);
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
