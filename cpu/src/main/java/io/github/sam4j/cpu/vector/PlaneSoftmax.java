package io.github.sam4j.cpu.vector;

import io.github.sam4j.cpu.memory.Block;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import org.jspecify.annotations.Nullable;

/**
 * Softmaxes of scores that lie as {@link PlaneScores} leaves them. The number of cells is a
 * multiple of {@link Lanes#WIDTH}.
 */
public final class PlaneSoftmax {
  private PlaneSoftmax() {}

  /**
   * The softmax over cells of one row, but for the division by the sum of all its parts: row =
   * e^(row - greatest) x factors.
   *
   * @param factors a factor for each cell; null for 1
   * @param result written: the greatest score, and at sumAt the sum of the exponentials
   */
  public static void overCells(
      Block scores,
      int at,
      int cells,
      @Nullable Block factors,
      int factorsAt,
      Block result,
      int greatestAt,
      int sumAt) {
    Object s = scores.memory();
    FloatVector most = Lanes.load(s, at);
    for (int i = Lanes.WIDTH; i < cells; i += Lanes.WIDTH) {
      most = most.max(Lanes.load(s, at + i));
    }
    float greatest = most.reduceLanes(VectorOperators.MAX);
    FloatVector shift = FloatVector.broadcast(Lanes.SPECIES, greatest);
    FloatVector sum = FloatVector.zero(Lanes.SPECIES);
    for (int i = 0; i < cells; i += Lanes.WIDTH) {
      FloatVector e = VectorMath.exp(Lanes.load(s, at + i).sub(shift));
      sum = sum.add(e);
      Lanes.store(e, s, at + i);
    }
    if (factors != null) {
      Object f = factors.memory();
      for (int i = 0; i < cells; i += Lanes.WIDTH) {
        Lanes.store(Lanes.load(s, at + i).mul(Lanes.load(f, factorsAt + i)), s, at + i);
      }
    }
    result.floats().put(greatestAt, greatest);
    result.floats().put(sumAt, LaneSum.of(sum));
  }

  /**
   * target = softmax over the tokens of each head / divisors.
   *
   * @param divisors one for each cell; null for 1
   */
  public static void overTokens(
      Block scores,
      int at,
      int tokens,
      int heads,
      int cells,
      @Nullable Block divisors,
      int divisorsAt,
      Block target,
      int to) {
    Object s = scores.memory();
    Object t = target.memory();
    int step = heads * cells;
    FloatVector one = FloatVector.broadcast(Lanes.SPECIES, 1);
    for (int head = 0; head < heads; head++) {
      for (int cell = 0; cell < cells; cell += Lanes.WIDTH) {
        int from = at + head * cells + cell;
        int into = to + head * cells + cell;
        FloatVector most = Lanes.load(s, from);
        for (int k = 1; k < tokens; k++) {
          most = most.max(Lanes.load(s, from + k * step));
        }
        FloatVector sum = FloatVector.zero(Lanes.SPECIES);
        for (int k = 0; k < tokens; k++) {
          FloatVector e = VectorMath.exp(Lanes.load(s, from + k * step).sub(most));
          sum = sum.add(e);
          Lanes.store(e, t, into + k * step);
        }
        if (divisors != null) {
          sum = sum.mul(Lanes.load(divisors.memory(), divisorsAt + cell));
        }
        FloatVector factor = one.div(sum);
        for (int k = 0; k < tokens; k++) {
          int i = into + k * step;
          Lanes.store(Lanes.load(t, i).mul(factor), t, i);
        }
      }
    }
  }
}
