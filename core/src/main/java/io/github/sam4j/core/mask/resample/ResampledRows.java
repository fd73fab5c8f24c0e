package io.github.sam4j.core.mask.resample;

import io.github.sam4j.core.mask.LowResolutionLogits;
import java.util.Arrays;

/**
 * The rows of one resampled map, as far as they are asked for. The interpolations along rows are
 * kept for the few rows in use: whole rows of the grid, and words of the input's rows.
 *
 * <p>For one thread.
 */
final class ResampledRows implements Interpolation.Rows {
  private final ResamplingTables tables;
  private final LowResolutionLogits logits;
  private final float[] gridRow;
  private final float[][] grid;
  private final int[] gridAt = {-1, -1, -1, -1};
  private final float[] inputRow;
  private final float[][] input;
  private final int[][] inputAt;

  ResampledRows(ResamplingTables tables, LowResolutionLogits logits) {
    this.tables = tables;
    this.logits = logits;
    gridRow = new float[logits.side()];
    grid = new float[4][tables.columns().from()];
    inputRow = new float[tables.columns().from()];
    input = new float[2][tables.columns().to()];
    inputAt = new int[2][tables.words()];
    for (int[] at : inputAt) {
      Arrays.fill(at, -1);
    }
  }

  @Override
  public void read(int y, int from, int end, float[] result) {
    float[] a = inputRow(tables.rows().lower(y), from, end);
    float[] b = inputRow(tables.rows().upper(y), from, end);
    tables.rows().across(y, a, b, result, tables.column(from), tables.column(end));
  }

  private float[] inputRow(int row, int from, int end) {
    // Neighbours differ in parity, so that the two rows of one result never share a slot.
    float[] slot = input[row & 1];
    int[] at = inputAt[row & 1];
    int k = from;
    while (k < end) {
      int start = k;
      while (k < end && at[k] != row) {
        at[k++] = row;
      }
      if (k > start) {
        interpolate(row, start, k, slot);
      } else {
        k++;
      }
    }
    return slot;
  }

  private void interpolate(int row, int from, int end, float[] slot) {
    float[] a = gridRow(tables.toInput().lower(row));
    float[] b = gridRow(tables.toInput().upper(row));
    int first = tables.inputFrom(from);
    int last = tables.inputTo(end - 1);
    tables.toInput().across(row, a, b, inputRow, first, last + 1);
    tables.columns().along(inputRow, slot, tables.column(from), tables.column(end));
  }

  private float[] gridRow(int row) {
    float[] slot = grid[row & 3];
    if (gridAt[row & 3] != row) {
      gridAt[row & 3] = row;
      logits.copyRow(row, gridRow);
      tables.toInput().along(gridRow, slot, 0, slot.length);
    }
    return slot;
  }
}
