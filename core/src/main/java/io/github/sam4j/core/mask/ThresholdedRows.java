package io.github.sam4j.core.mask;

import java.util.Arrays;

/**
 * Up to eight rows of logits cut at one threshold, a word of 64 pixels for each row in the end.
 *
 * <p>A comparison that ends in a bit is one at a time; arithmetic on floats goes many columns at a
 * time. So each row adds its power of two to the sum of every column where it is above the
 * threshold, and the sums, which then are eight bits for eight rows, are turned into words.
 */
final class ThresholdedRows {
  /** The rows that a column's sum holds. */
  static final int ROWS = 8;

  /** The greatest magnitude of logits and thresholds for which {@link #add} is exact. */
  static final float LIMIT = 0x1p24f;

  // The last bit of a float this large counts ones, so that a sum's low bits are the rows' bits.
  private static final float ONES = 0x1p23f;
  private static final int ROW_BITS = (1 << ROWS) - 1;

  private final float threshold;
  private final float[] sums;
  private final long[] block = new long[ROWS];

  /** Cuts rows of at most so many words. */
  ThresholdedRows(float threshold, int words) {
    this.threshold = threshold;
    sums = new float[words << 6];
  }

  /** Forgets all rows of the words {@code from} up to {@code end}. */
  void clear(int from, int end) {
    Arrays.fill(sums, from << 6, end << 6, ONES);
  }

  /**
   * Cuts the columns {@code start} up to {@code end} of a row, which must not have been added since
   * the last {@link #clear}.
   */
  void add(int row, float[] logits, int start, int end) {
    add(logits, start, end, threshold, 1 << row, sums);
  }

  /**
   * Adds the weight wherever a logit is above the threshold. Twice the excess or 0, scaled so that
   * the least that is not 0 exceeds 2^-48 and the greatest is finite, is divided by itself and a
   * little more: too little to count beside anything but 0. This gives exactly 1 or 0.
   */
  private static void add(
      float[] logits, int start, int end, float threshold, float weight, float[] sums) {
    for (int i = start; i < end; i++) {
      float excess = logits[i] - threshold;
      float scaled = (excess + Math.abs(excess)) * 0x1p100f;
      sums[i] += scaled / (scaled + 0x1p-80f) * weight;
    }
  }

  /**
   * The bits of columns 64 {@code word} to 64 {@code word} + 63, leftmost lowest.
   *
   * @return a word for each row, valid until the next call
   */
  long[] word(int word) {
    for (int i = 0; i < ROWS; i++) {
      block[i] = everyEighth(sums, (word << 6) + i);
    }
    BitTranspose.transposeBytes(block);
    return block;
  }

  /** The rows' bits of eight columns, the first lowest. */
  private static long everyEighth(float[] sums, int from) {
    long bytes = 0;
    for (int c = 0; c < 8; c++) {
      bytes |= (long) (Float.floatToRawIntBits(sums[from + 8 * c]) & ROW_BITS) << (8 * c);
    }
    return bytes;
  }
}
