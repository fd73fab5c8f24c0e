package io.github.sam4j.cpu.vector;

import io.github.sam4j.cpu.memory.Block;
import java.nio.IntBuffer;
import jdk.incubator.vector.FloatVector;

/** Outer sums of row values and column values: target[y, x] = rows[y] + columns[x]. */
public final class OuterSums {
  private OuterSums() {}

  /** Floats beyond the last value that may be overwritten. */
  public static int spare() {
    return Lanes.WIDTH;
  }

  /**
   * Writes an outer sum as side x side adjacent values. Up to {@link #spare} values behind them are
   * overwritten too, and as many are read behind the columns.
   */
  public static void write(Block target, int to, Block parts, int rowsAt, int columnsAt, int side) {
    if (side % (2 * Lanes.WIDTH) == 0) {
      for (int x = 0; x < side; x += 2 * Lanes.WIDTH) {
        twoColumns(target.memory(), to + x, parts, rowsAt, columnsAt + x, side);
      }
    } else {
      rows(target.memory(), to, parts, rowsAt, columnsAt, side);
    }
  }

  /** Two vectors' columns of all rows; the columns stay in registers. */
  private static void twoColumns(
      Object target, int to, Block parts, int rowsAt, int columnsAt, int side) {
    IntBuffer rows = parts.bits();
    FloatVector column0 = Lanes.load(parts.memory(), columnsAt);
    FloatVector column1 = Lanes.load(parts.memory(), columnsAt + Lanes.WIDTH);
    for (int y = 0; y < side; y++) {
      FloatVector row = Lanes.broadcast(rows, rowsAt + y);
      Lanes.store(column0.add(row), target, to + y * side);
      Lanes.store(column1.add(row), target, to + y * side + Lanes.WIDTH);
    }
  }

  private static void rows(
      Object target, int to, Block parts, int rowsAt, int columnsAt, int side) {
    for (int y = 0; y < side; y++) {
      FloatVector row = Lanes.broadcast(parts.bits(), rowsAt + y);
      // Ascending, so that what a vector writes beyond its row is overwritten by the next row.
      for (int x = 0; x < side; x += Lanes.WIDTH) {
        Lanes.store(Lanes.load(parts.memory(), columnsAt + x).add(row), target, to + y * side + x);
      }
    }
  }
}
