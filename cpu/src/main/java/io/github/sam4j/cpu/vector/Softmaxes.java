package io.github.sam4j.cpu.vector;

import io.github.sam4j.cpu.memory.Block;
import java.nio.IntBuffer;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Parts of the softmax of a row of attention scores. Rows are left without their division by the
 * sum, which is made up for where there is less to divide.
 *
 * <p>Rows whose length is no multiple of {@link Lanes#WIDTH} have that many values to spare behind
 * them, which {@link #endRow} fills.
 */
public final class Softmaxes {
  private static final float LOWEST = -1e30f;

  private Softmaxes() {}

  /** Floats from one row to the next for rows of n values. */
  public static int rowStride(int n) {
    return n % Lanes.WIDTH == 0 ? n : Lanes.roundUp(n) + Lanes.WIDTH;
  }

  /** Makes what follows a row of n values count for nothing. */
  public static void endRow(Block block, int at, int n) {
    if (n % Lanes.WIDTH != 0) {
      Lanes.store(FloatVector.broadcast(Lanes.SPECIES, LOWEST), block.memory(), at + n);
    }
  }

  /**
   * Writes the outer sum of a window's row biases and column biases, as one row of side x side
   * values and zeros behind them.
   */
  public static void outerSum(
      Block target, int to, Block parts, int rowsAt, int columnsAt, int side) {
    Object t = target.memory();
    Object p = parts.memory();
    for (int y = 0; y < side; y++) {
      FloatVector row = Lanes.broadcast(parts.bits(), rowsAt + y);
      // Ascending, so that what a vector writes beyond its row is overwritten by the next row.
      for (int x = 0; x < side; x += Lanes.WIDTH) {
        Lanes.store(Lanes.load(p, columnsAt + x).add(row), t, to + y * side + x);
      }
    }
    if (side % Lanes.WIDTH != 0) {
      Lanes.store(FloatVector.zero(Lanes.SPECIES), t, to + side * side);
    }
  }

  /** scores = scores x scale; returns the greatest. */
  public static float scale(Block scores, int at, int n, float scale) {
    Object s = scores.memory();
    FloatVector greatest = FloatVector.broadcast(Lanes.SPECIES, LOWEST);
    for (int i = 0; i < n; i += Lanes.WIDTH) {
      FloatVector x = Lanes.load(s, at + i).mul(scale);
      Lanes.store(x, s, at + i);
      greatest = greatest.max(x);
    }
    return greatest.reduceLanes(VectorOperators.MAX);
  }

  /** scores = scores x scale + biases; returns the greatest. */
  public static float addBias(
      Block scores, int at, int n, float scale, Block biases, int biasesAt) {
    Object s = scores.memory();
    Object b = biases.memory();
    FloatVector factor = FloatVector.broadcast(Lanes.SPECIES, scale);
    FloatVector greatest = FloatVector.broadcast(Lanes.SPECIES, LOWEST);
    for (int i = 0; i < n; i += Lanes.WIDTH) {
      FloatVector x = Lanes.load(s, at + i).fma(factor, Lanes.load(b, biasesAt + i));
      Lanes.store(x, s, at + i);
      greatest = greatest.max(x);
    }
    return greatest.reduceLanes(VectorOperators.MAX);
  }

  /**
   * scores = scores x scale + outer sum of row and column biases, for a side that is a multiple of
   * {@link Lanes#WIDTH}; returns the greatest.
   */
  public static float addOuterSum(
      Block scores, int at, int side, float scale, Block parts, int rowsAt, int columnsAt) {
    float greatest = LOWEST;
    int x = 0;
    for (; x + 2 * Lanes.WIDTH <= side; x += 2 * Lanes.WIDTH) {
      greatest =
          Math.max(greatest, twoColumns(scores, at + x, side, scale, parts, rowsAt, columnsAt + x));
    }
    if (x < side) {
      greatest =
          Math.max(greatest, oneColumn(scores, at + x, side, scale, parts, rowsAt, columnsAt + x));
    }
    return greatest;
  }

  private static float twoColumns(
      Block scores, int at, int side, float scale, Block parts, int rowsAt, int columnsAt) {
    Object s = scores.memory();
    IntBuffer rows = parts.bits();
    FloatVector factor = FloatVector.broadcast(Lanes.SPECIES, scale);
    FloatVector column0 = Lanes.load(parts.memory(), columnsAt);
    FloatVector column1 = Lanes.load(parts.memory(), columnsAt + Lanes.WIDTH);
    FloatVector greatest0 = FloatVector.broadcast(Lanes.SPECIES, LOWEST);
    FloatVector greatest1 = greatest0;
    for (int y = 0; y < side; y++) {
      int i = at + y * side;
      FloatVector row = Lanes.broadcast(rows, rowsAt + y);
      FloatVector x0 = Lanes.load(s, i).fma(factor, column0.add(row));
      FloatVector x1 = Lanes.load(s, i + Lanes.WIDTH).fma(factor, column1.add(row));
      Lanes.store(x0, s, i);
      Lanes.store(x1, s, i + Lanes.WIDTH);
      greatest0 = greatest0.max(x0);
      greatest1 = greatest1.max(x1);
    }
    return greatest0.max(greatest1).reduceLanes(VectorOperators.MAX);
  }

  private static float oneColumn(
      Block scores, int at, int side, float scale, Block parts, int rowsAt, int columnsAt) {
    Object s = scores.memory();
    FloatVector factor = FloatVector.broadcast(Lanes.SPECIES, scale);
    FloatVector column = Lanes.load(parts.memory(), columnsAt);
    FloatVector greatest = FloatVector.broadcast(Lanes.SPECIES, LOWEST);
    for (int y = 0; y < side; y++) {
      int i = at + y * side;
      FloatVector row = Lanes.broadcast(parts.bits(), rowsAt + y);
      FloatVector x = Lanes.load(s, i).fma(factor, column.add(row));
      Lanes.store(x, s, i);
      greatest = greatest.max(x);
    }
    return greatest.reduceLanes(VectorOperators.MAX);
  }

  /** scores = e^(scores - greatest); returns their sum. */
  public static float exponentials(Block scores, int at, int n, float greatest) {
    Object s = scores.memory();
    FloatVector shift = FloatVector.broadcast(Lanes.SPECIES, greatest);
    FloatVector sum = FloatVector.zero(Lanes.SPECIES);
    for (int i = 0; i < n; i += Lanes.WIDTH) {
      FloatVector e = VectorMath.exp(Lanes.load(s, at + i).sub(shift));
      Lanes.store(e, s, at + i);
      sum = sum.add(e);
    }
    return LaneSum.of(sum);
  }
}
