package io.github.sam4j.cpu.factored;

import io.github.sam4j.cpu.memory.Rows;
import io.github.sam4j.cpu.memory.Span;
import io.github.sam4j.cpu.vector.LaneSum;
import io.github.sam4j.cpu.vector.Lanes;
import jdk.incubator.vector.FloatVector;
import org.jspecify.annotations.Nullable;

/** Sums over planes of cells, whose number is a multiple of {@link Lanes#WIDTH}. */
final class PlaneSums {
  private static final int ROWS = 4;
  private static final int CHANNELS = 2;

  private PlaneSums() {}

  /** Floats of working memory for {@link #overCells}. */
  static int spare() {
    return ROWS * CHANNELS * Lanes.WIDTH;
  }

  /**
   * Sums over the cells of weights x planes, for the heads of tokens: target[row, c] = sum over i
   * of weights[row, i] planes[head of the row, c, i].
   *
   * @param weights rows of cells without gaps, token by token and for each token head by head
   * @param planes heads x headWidth rows of cells without gaps
   * @param target a row for each of the weights', headWidth values wide
   * @param spare working memory of {@link #spare} floats
   */
  static void overCells(Rows weights, Rows planes, int heads, Rows target, Span spare) {
    int tokens = weights.count() / heads;
    int headWidth = target.width();
    int cells = weights.width();
    Products products =
        new Products(
            weights.block().memory(),
            planes.block().memory(),
            cells,
            spare.block().memory(),
            spare.offset());
    for (int head = 0; head < heads; head++) {
      for (int token = 0; token < tokens; token += ROWS) {
        for (int c = 0; c < headWidth; c += CHANNELS) {
          products.block(
              weights.at(row(token, tokens, heads, head)),
              weights.at(row(token + 1, tokens, heads, head)),
              weights.at(row(token + 2, tokens, heads, head)),
              weights.at(row(token + 3, tokens, heads, head)),
              planes.at(plane(c, headWidth, head)),
              planes.at(plane(c + 1, headWidth, head)));
          for (int r = 0; r < Math.min(ROWS, tokens - token); r++) {
            int at = target.at(row(token + r, tokens, heads, head)) + c;
            for (int k = 0; k < Math.min(CHANNELS, headWidth - c); k++) {
              int from = spare.offset() + (r * CHANNELS + k) * Lanes.WIDTH;
              float sum = LaneSum.of(Lanes.load(spare.block().memory(), from));
              target.block().floats().put(at + k, sum);
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

  /**
   * Products of rows of weights with planes.
   *
   * @param spare where they are left
   */
  private record Products(Object weights, Object planes, int cells, Object spare, int to) {
    /** Of four rows with two planes, summed over cells but not over lanes. */
    void block(int w0, int w1, int w2, int w3, int pa, int pb) {
      // Fields are read once: a store of a vector makes the compiler read them anew.
      Object w = weights;
      Object p = planes;
      Object s = spare;
      int length = cells;
      int target = to;
      FloatVector a0 = FloatVector.zero(Lanes.SPECIES);
      FloatVector a1 = a0;
      FloatVector a2 = a0;
      FloatVector a3 = a0;
      FloatVector b0 = a0;
      FloatVector b1 = a0;
      FloatVector b2 = a0;
      FloatVector b3 = a0;
      for (int i = 0; i < length; i += Lanes.WIDTH) {
        FloatVector a = Lanes.load(p, pa + i);
        FloatVector b = Lanes.load(p, pb + i);
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
      Lanes.store(a0, s, target);
      Lanes.store(b0, s, target + n);
      Lanes.store(a1, s, target + 2 * n);
      Lanes.store(b1, s, target + 3 * n);
      Lanes.store(a2, s, target + 4 * n);
      Lanes.store(b2, s, target + 5 * n);
      Lanes.store(a3, s, target + 6 * n);
      Lanes.store(b3, s, target + 7 * n);
    }
  }

  /**
   * target[i] += sum over rows of a[row, i] (b[row, i] + 2 c[row, i]).
   *
   * @param a rows of cells, as b and c
   * @param target one row of cells
   */
  static void addProducts(Rows a, Rows b, Rows c, Rows target) {
    Object am = a.block().memory();
    Object bm = b.block().memory();
    Object cm = c.block().memory();
    Object t = target.block().memory();
    int to = target.offset();
    int cells = target.width();
    int rows = a.count();
    int atA = a.offset();
    int atB = b.offset();
    int atC = c.offset();
    int strideA = a.stride();
    int strideB = b.stride();
    int strideC = c.stride();
    FloatVector two = FloatVector.broadcast(Lanes.SPECIES, 2);
    for (int i = 0; i < cells; i += Lanes.WIDTH) {
      FloatVector sum = Lanes.load(t, to + i);
      FloatVector other = FloatVector.zero(Lanes.SPECIES);
      int row = 0;
      for (; row + 1 < rows; row += 2) {
        FloatVector x = Lanes.load(cm, atC + row * strideC + i);
        x = x.fma(two, Lanes.load(bm, atB + row * strideB + i));
        sum = x.fma(Lanes.load(am, atA + row * strideA + i), sum);
        FloatVector y = Lanes.load(cm, atC + (row + 1) * strideC + i);
        y = y.fma(two, Lanes.load(bm, atB + (row + 1) * strideB + i));
        other = y.fma(Lanes.load(am, atA + (row + 1) * strideA + i), other);
      }
      if (row < rows) {
        FloatVector x = Lanes.load(cm, atC + row * strideC + i);
        x = x.fma(two, Lanes.load(bm, atB + row * strideB + i));
        sum = x.fma(Lanes.load(am, atA + row * strideA + i), sum);
      }
      Lanes.store(sum.add(other), t, to + i);
    }
  }

  /**
   * target = 1 / sqrt((target + 2 shift / scale) / channels + epsilon / scale^2), not below
   * epsilon's under the root; rows of cells.
   *
   * @param shift null for 0
   */
  static void normScale(
      Rows target, @Nullable Rows shift, Rows scale, float inverseChannels, float epsilon) {
    Object t = target.block().memory();
    Object s = scale.block().memory();
    Object h = shift == null ? t : shift.block().memory();
    int to = target.offset();
    int cells = target.width();
    int scaleAt = scale.offset();
    int shiftAt = shift == null ? 0 : shift.offset();
    FloatVector one = FloatVector.broadcast(Lanes.SPECIES, 1);
    for (int i = 0; i < cells; i += Lanes.WIDTH) {
      FloatVector sigma = one.div(Lanes.load(s, scaleAt + i));
      FloatVector square = Lanes.load(t, to + i);
      if (shift != null) {
        square = sigma.mul(2f).fma(Lanes.load(h, shiftAt + i), square);
      }
      // Rounding must not make a constant cell's variance negative.
      FloatVector variance = square.mul(inverseChannels).max(0f);
      Lanes.store(one.div(sigma.mul(sigma).mul(epsilon).add(variance).sqrt()), t, to + i);
    }
  }
}
