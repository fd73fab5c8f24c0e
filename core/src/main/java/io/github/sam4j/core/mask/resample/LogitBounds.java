package io.github.sam4j.core.mask.resample;

import io.github.sam4j.core.mask.LowResolutionLogits;

/**
 * The least and greatest logit of each stretch of columns in some rows of a picture, from those of
 * the grid. Interpolation never leaves the range of its sources by more than its overshoot and by
 * rounding, for which there is a margin far above it; so a stretch that lies on one side of the
 * threshold stays there.
 *
 * <p>For one thread.
 */
final class LogitBounds {
  private final Interpolation tables;
  private final LowResolutionLogits logits;
  private final float magnitude;
  // Loops over columns go several at a time, as long as all arrays have one index.
  private final float[] row;
  private final float[] leastOfColumn;
  private final float[] greatestOfColumn;
  private final float[] least;
  private final float[] greatest;

  /** The stretches are the columns that a word of the picture is made of. */
  LogitBounds(Interpolation tables, LowResolutionLogits logits) {
    this.tables = tables;
    this.logits = logits;
    row = new float[logits.side()];
    leastOfColumn = new float[row.length];
    greatestOfColumn = new float[row.length];
    least = new float[tables.words()];
    greatest = new float[tables.words()];
    magnitude = greatestMagnitude();
  }

  private float greatestMagnitude() {
    float[] columns = new float[row.length];
    for (int y = 0; y < row.length; y++) {
      logits.copyRow(y, row);
      for (int x = 0; x < row.length; x++) {
        columns[x] = Math.max(columns[x], Math.abs(row[x]));
      }
    }
    float most = 0;
    for (float column : columns) {
      most = Math.max(most, column);
    }
    return most * (1 + 2 * tables.overshoot());
  }

  /** What no pixel's magnitude exceeds, but by rounding; NaN if a logit is. */
  float magnitude() {
    return magnitude;
  }

  /**
   * Looks at the grid's rows {@code top} to {@code bottom}, for all that is asked until the next
   * call.
   */
  void rows(int top, int bottom) {
    logits.copyRow(top, leastOfColumn);
    logits.copyRow(top, greatestOfColumn);
    for (int y = top + 1; y <= bottom; y++) {
      logits.copyRow(y, row);
      for (int x = 0; x < row.length; x++) {
        leastOfColumn[x] = Math.min(leastOfColumn[x], row[x]);
      }
      for (int x = 0; x < row.length; x++) {
        greatestOfColumn[x] = Math.max(greatestOfColumn[x], row[x]);
      }
    }
    for (int k = 0; k < least.length; k++) {
      int from = tables.gridFrom(k);
      int to = tables.gridTo(k);
      float min = leastOfColumn[from];
      float max = greatestOfColumn[from];
      for (int x = from + 1; x <= to; x++) {
        min = leastOfColumn[x] < min ? leastOfColumn[x] : min;
        max = greatestOfColumn[x] > max ? greatestOfColumn[x] : max;
      }
      float beyond = tables.overshoot() * (max - min);
      least[k] = min - beyond;
      greatest[k] = max + beyond;
    }
  }

  /** What these bounds tell about one threshold. */
  Cut at(float threshold) {
    // Logits that are infinite or no numbers make a margin like them, and nothing is decided.
    float margin = 1e-5f * Math.max(magnitude, Math.abs(threshold)) + Float.MIN_NORMAL;
    return new Cut(threshold - margin, threshold + margin);
  }

  /** The bounds against one threshold. */
  final class Cut {
    private final float lower;
    private final float upper;

    private Cut(float lower, float upper) {
      this.lower = lower;
      this.upper = upper;
    }

    /** Whether a stretch of the rows is surely below it. */
    boolean allBelow(int stretch) {
      return greatest[stretch] < lower;
    }

    /** Whether a stretch of the rows is surely above it. */
    boolean allAbove(int stretch) {
      return least[stretch] > upper;
    }
  }
}
