package io.github.sam4j.core.mask.resample;

import io.github.sam4j.core.mask.LowResolutionLogits;

/**
 * How a picture's pixels are made of the decoder's grid. A row of the picture is divided into words
 * of 64 pixels, of which the last may be shorter.
 *
 * <p>Immutable.
 */
interface Interpolation {
  /** The picture's columns. */
  int width();

  /** The picture's rows. */
  int height();

  /** Words of a picture's row. */
  default int words() {
    return (width() + 63) >>> 6;
  }

  /** Where a row's word begins; past the last, where the row ends. */
  default int column(int word) {
    return Math.min(word << 6, width());
  }

  /** The bits of a word that are pixels. */
  default long pixels(int word) {
    return -1L >>> (64 - (column(word + 1) - column(word)));
  }

  /** The first row of the grid that a row of the picture is made of. */
  int gridTop(int y);

  /** The last row of the grid that a row of the picture is made of. */
  int gridBottom(int y);

  /** The first column of the grid that a word is made of. */
  int gridFrom(int word);

  /** The last column of the grid that a word is made of. */
  int gridTo(int word);

  /**
   * How far a pixel may lie beyond the least and the greatest logit that it is made of, as a part
   * of what is between these two.
   */
  float overshoot();

  /** A map's rows at the picture's size; for one thread. */
  Rows interpolate(LowResolutionLogits logits);

  /** The rows of one map at the picture's size, to be asked for from the top. For one thread. */
  interface Rows {
    /** Puts the words {@code from} up to {@code end} of row {@code y} into their columns. */
    void read(int y, int from, int end, float[] result);
  }
}
