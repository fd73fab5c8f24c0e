package io.github.sam4j.core.mask.resample;

import io.github.sam4j.core.mask.LowResolutionLogits;
import java.util.List;

/**
 * One run over a map at the picture's size, in which its pixels are held against thresholds. Logits
 * are interpolated once for all of them, and only where the grid leaves one undecided.
 */
final class ThresholdPass {
  private final Interpolation tables;
  private final Interpolation.Rows logits;
  private final LogitBounds bounds;
  private final List<? extends ThresholdedPixels> results;
  private final LogitBounds.Cut[] cuts;
  private final boolean[] open;
  private final float[] row;

  /**
   * Prepares a run.
   *
   * @param results for each threshold what takes the pixels above it
   */
  ThresholdPass(
      Interpolation tables, LowResolutionLogits logits, List<? extends ThresholdedPixels> results) {
    this.tables = tables;
    this.logits = tables.interpolate(logits);
    this.results = results;
    bounds = new LogitBounds(tables, logits);
    cuts = new LogitBounds.Cut[results.size()];
    for (int t = 0; t < cuts.length; t++) {
      cuts[t] = bounds.at(results.get(t).threshold());
    }
    open = new boolean[tables.words()];
    row = new float[tables.width()];
  }

  /** Gives every pixel to every result. */
  void run() {
    int height = tables.height();
    if (isMeasurable()) {
      for (int y = 0; y < height; y += ThresholdedPixels.ROWS) {
        batch(y, Math.min(ThresholdedPixels.ROWS, height - y));
      }
    } else {
      for (int y = 0; y < height; y++) {
        compareOneByOne(y);
      }
    }
  }

  /** Whether logits and thresholds are numbers of a magnitude that the quick way takes. */
  private boolean isMeasurable() {
    float magnitude = bounds.magnitude();
    for (ThresholdedPixels result : results) {
      magnitude = Math.max(magnitude, Math.abs(result.threshold()));
    }
    return magnitude <= ThresholdedPixels.LIMIT;
  }

  private void compareOneByOne(int y) {
    logits.read(y, 0, tables.words(), row);
    for (ThresholdedPixels result : results) {
      for (int k = 0; k < tables.words(); k++) {
        int start = tables.column(k);
        int count = tables.column(k + 1) - start;
        result.word(y, k, above(start, count, result.threshold()));
      }
    }
  }

  /** Up to 64 comparisons as the low bits of a word. */
  private long above(int start, int count, float threshold) {
    long word = 0;
    for (int i = 0; i < count; i++) {
      word |= (row[start + i] > threshold ? 1L : 0L) << i;
    }
    return word;
  }

  private void batch(int y, int count) {
    bounds.rows(tables.gridTop(y), tables.gridBottom(y + count - 1));
    for (int k = 0; k < tables.words(); k++) {
      open[k] = !isDecided(k);
    }
    int k = 0;
    while (k < tables.words()) {
      int start = k;
      while (k < tables.words() && open[k]) {
        k++;
      }
      if (k > start) {
        compare(y, count, start, k);
      } else {
        give(y, count, k++);
      }
    }
  }

  private boolean isDecided(int k) {
    for (LogitBounds.Cut cut : cuts) {
      if (!cut.allAbove(k) && !cut.allBelow(k)) {
        return false;
      }
    }
    return true;
  }

  /** Gives a decided word of some rows. */
  private void give(int y, int count, int k) {
    long pixels = tables.pixels(k);
    for (int t = 0; t < cuts.length; t++) {
      if (cuts[t].allAbove(k)) {
        for (int i = 0; i < count; i++) {
          results.get(t).word(y + i, k, pixels);
        }
      }
    }
  }

  private void compare(int y, int count, int from, int end) {
    for (ThresholdedPixels result : results) {
      result.begin(from, end);
    }
    for (int i = 0; i < count; i++) {
      logits.read(y + i, from, end, row);
      for (ThresholdedPixels result : results) {
        result.add(i, row, tables.column(from), tables.column(end));
      }
    }
    for (ThresholdedPixels result : results) {
      result.finish(y, count, from, end);
    }
  }
}
