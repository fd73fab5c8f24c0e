package io.github.sam4j.core.mask.resample;

import io.github.sam4j.core.mask.LowResolutionLogits;
import io.github.sam4j.core.resample.BicubicAxis;
import java.util.Arrays;

/**
 * The rows of one map, interpolated bicubically as far as they are asked for. The interpolations
 * along the grid's rows are kept, word by word, for the four rows in use.
 *
 * <p>For one thread.
 */
final class BicubicRows implements Interpolation.Rows {
  private final BicubicTables tables;
  private final LowResolutionLogits logits;
  private final float[] gridRow;
  private final float[][] kept;
  private final int[][] keptAt;
  private final float[][] taps = new float[BicubicAxis.TAPS][];

  BicubicRows(BicubicTables tables, LowResolutionLogits logits) {
    this.tables = tables;
    this.logits = logits;
    gridRow = new float[logits.side()];
    kept = new float[BicubicAxis.TAPS][tables.width()];
    keptAt = new int[BicubicAxis.TAPS][tables.words()];
    for (int[] at : keptAt) {
      Arrays.fill(at, -1);
    }
  }

  @Override
  public void read(int y, int from, int end, float[] result) {
    for (int tap = 0; tap < taps.length; tap++) {
      taps[tap] = along(tables.rows().place(y, tap), from, end);
    }
    tables.rows().across(y, taps, result, tables.column(from), tables.column(end));
  }

  /** A row of the grid at the picture's columns. */
  private float[] along(int row, int from, int end) {
    // The rows that a pixel is made of are neighbours, so that no two of them share a slot.
    int slot = row % BicubicAxis.TAPS;
    int[] at = keptAt[slot];
    boolean read = false;
    for (int k = from; k < end; k++) {
      if (at[k] != row) {
        if (!read) {
          logits.copyRow(row, gridRow);
          read = true;
        }
        at[k] = row;
        tables.columns().along(gridRow, kept[slot], tables.column(k), tables.column(k + 1));
      }
    }
    return kept[slot];
  }
}
