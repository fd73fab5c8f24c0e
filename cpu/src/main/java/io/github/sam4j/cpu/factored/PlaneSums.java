package io.github.sam4j.cpu.factored;

import io.github.sam4j.cpu.memory.Block;
import io.github.sam4j.cpu.vector.LaneSum;
import io.github.sam4j.cpu.vector.Lanes;
import jdk.incubator.vector.FloatVector;
import org.jspecify.annotations.Nullable;

/** Sums over planes of cells, whose number is a multiple of {@link Lanes#WIDTH}. */
public final class PlaneSums {
  private static final int ROWS = 4;
  private static final int CHANNELS = 2;

  private PlaneSums() {}

  /** Floats of working memory for {@link #overCells}. */
  public static int spare() {
    return ROWS * CHANNELS * Lanes.WIDTH;
  }

  /**
   * Sums over the cells of weights x planes, for the heads of tokens: target[row, c] = sum over i
   * of weights[row, i] planes[head of the row, c, i].
   *
   * @param weights rows of cells, token by token and for each token head by head
   * @param planes heads x headWidth rows of cells
   * @param target rows of headWidth values
   * @param spare working memory of {@link #spare} floats
   */
  public static void overCells(
      Block weights,
      int weightsAt,
      int tokens,
      int heads,
      int headWidth,
      int cells,
      Block planes,
      int planesAt,
      Block target,
      int to,
      int targetStride,
      Block spare,
      int spareAt) {
    for (int head = 0; head < heads; head++) {
      for (int token = 0; token < tokens; token += ROWS) {
        for (int c = 0; c < headWidth; c += CHANNELS) {
          block(
              weights.memory(),
              weightsAt + row(token, tokens, heads, head) * cells,
              weightsAt + row(token + 1, tokens, heads, head) * cells,
              weightsAt + row(token + 2, tokens, heads, head) * cells,
              weightsAt + row(token + 3, tokens, heads, head) * cells,
              planes.memory(),
              planesAt + plane(c, headWidth, head) * cells,
              planesAt + plane(c + 1, headWidth, head) * cells,
              cells,
              spare.memory(),
              spareAt);
          for (int r = 0; r < Math.min(ROWS, tokens - token); r++) {
            int at = to + row(token + r, tokens, heads, head) * targetStride + c;
            for (int k = 0; k < Math.min(CHANNELS, headWidth - c); k++) {
              int from = spareAt + (r * CHANNELS + k) * Lanes.WIDTH;
              target.floats().put(at + k, LaneSum.of(Lanes.load(spare.memory(), from)));
            }
          }
        }
      }
    }
  }

  private static int row(int token, int tokens, int heads, int head) {
    return Math.min(token, tokens - 1) * heads + head;
  }

  private static int plane(int channel, int headWidth, int head) {
    return head * headWidth + Math.min(channel, headWidth - 1);
  }

  /** Products of four rows of weights with two planes, summed over cells but not over lanes. */
  private static void block(
      Object w,
      int w0,
      int w1,
      int w2,
      int w3,
      Object planes,
      int pa,
      int pb,
      int cells,
      Object spare,
      int to) {
    FloatVector a0 = FloatVector.zero(Lanes.SPECIES);
    FloatVector a1 = a0;
    FloatVector a2 = a0;
    FloatVector a3 = a0;
    FloatVector b0 = a0;
    FloatVector b1 = a0;
    FloatVector b2 = a0;
    FloatVector b3 = a0;
    for (int i = 0; i < cells; i += Lanes.WIDTH) {
      FloatVector a = Lanes.load(planes, pa + i);
      FloatVector b = Lanes.load(planes, pb + i);
      FloatVector f0 = Lanes.load(w, w0 + i);
      a0 = a.fma(f0, a0);
      b0 = b.fma(f0, b0);
      FloatVector f1 = Lanes.load(w, w1 + i);
      a1 = a.fma(f1, a1);
      b1 = b.fma(f1, b1);
      FloatVector f2 = Lanes.load(w, w2 + i);
      a2 = a.fma(f2, a2);
      b2 = b.fma(f2, b2);
      FloatVector f3 = Lanes.load(w, w3 + i);
      a3 = a.fma(f3, a3);
      b3 = b.fma(f3, b3);
    }
    int n = Lanes.WIDTH;
    Lanes.store(a0, spare, to);
    Lanes.store(b0, spare, to + n);
    Lanes.store(a1, spare, to + 2 * n);
    Lanes.store(b1, spare, to + 3 * n);
    Lanes.store(a2, spare, to + 4 * n);
    Lanes.store(b2, spare, to + 5 * n);
    Lanes.store(a3, spare, to + 6 * n);
    Lanes.store(b3, spare, to + 7 * n);
  }

  /** target[i] += sum over rows of a[row, i] (b[row, i] + 2 c[row, i]). */
  public static void addProducts(
      Block a,
      int atA,
      Block b,
      int atB,
      Block c,
      int atC,
      int rows,
      int cells,
      Block target,
      int to) {
    Object am = a.memory();
    Object bm = b.memory();
    Object cm = c.memory();
    FloatVector two = FloatVector.broadcast(Lanes.SPECIES, 2);
    for (int i = 0; i < cells; i += Lanes.WIDTH) {
      FloatVector sum = Lanes.load(target.memory(), to + i);
      FloatVector other = FloatVector.zero(Lanes.SPECIES);
      int row = 0;
      for (; row + 1 < rows; row += 2) {
        FloatVector x = Lanes.load(cm, atC + row * cells + i);
        x = x.fma(two, Lanes.load(bm, atB + row * cells + i));
        sum = x.fma(Lanes.load(am, atA + row * cells + i), sum);
        FloatVector y = Lanes.load(cm, atC + (row + 1) * cells + i);
        y = y.fma(two, Lanes.load(bm, atB + (row + 1) * cells + i));
        other = y.fma(Lanes.load(am, atA + (row + 1) * cells + i), other);
      }
      if (row < rows) {
        FloatVector x = Lanes.load(cm, atC + row * cells + i);
        x = x.fma(two, Lanes.load(bm, atB + row * cells + i));
        sum = x.fma(Lanes.load(am, atA + row * cells + i), sum);
      }
      Lanes.store(sum.add(other), target.memory(), to + i);
    }
  }

  /**
   * target = 1 / sqrt((target + 2 shift / scale) / channels + epsilon / scale^2), not below
   * epsilon's under the root.
   *
   * @param shift null for 0
   */
  public static void normScale(
      Block target,
      int to,
      int cells,
      @Nullable Block shift,
      int shiftAt,
      Block scale,
      int scaleAt,
      float inverseChannels,
      float epsilon) {
    Object t = target.memory();
    FloatVector one = FloatVector.broadcast(Lanes.SPECIES, 1);
    for (int i = 0; i < cells; i += Lanes.WIDTH) {
      FloatVector sigma = one.div(Lanes.load(scale.memory(), scaleAt + i));
      FloatVector square = Lanes.load(t, to + i);
      if (shift != null) {
        square = sigma.mul(2f).fma(Lanes.load(shift.memory(), shiftAt + i), square);
      }
      // Rounding must not make a constant cell's variance negative.
      FloatVector variance = square.mul(inverseChannels).max(0f);
      Lanes.store(one.div(sigma.mul(sigma).mul(epsilon).add(variance).sqrt()), t, to + i);
    }
  }
}
