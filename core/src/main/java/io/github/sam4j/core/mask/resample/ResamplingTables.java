package io.github.sam4j.core.mask.resample;

import io.github.sam4j.core.geometry.ImageSize;

/**
 * Where a picture's pixels lie in the model's input, and those in the decoder's grid. A row of the
 * picture is divided into words of 64 pixels, of which the last may be shorter. Immutable.
 */
final class ResamplingTables {
  private final BilinearAxis toInput;
  private final BilinearAxis columns;
  private final BilinearAxis rows;
  private final int width;
  private final int[] inputFrom;
  private final int[] inputTo;
  private final int[] gridFrom;
  private final int[] gridTo;

  ResamplingTables(int side, int inputSide, ImageSize resized, ImageSize original) {
    toInput = new BilinearAxis(side, inputSide);
    columns = new BilinearAxis(resized.width(), original.width());
    rows = new BilinearAxis(resized.height(), original.height());
    width = original.width();
    int words = (width + 63) >>> 6;
    inputFrom = new int[words];
    inputTo = new int[words];
    gridFrom = new int[words];
    gridTo = new int[words];
    for (int k = 0; k < words; k++) {
      inputFrom[k] = columns.lower(column(k));
      inputTo[k] = columns.upper(column(k + 1) - 1);
      gridFrom[k] = toInput.lower(inputFrom[k]);
      gridTo[k] = toInput.upper(inputTo[k]);
    }
  }

  /** From the grid to the square input, along either axis. */
  BilinearAxis toInput() {
    return toInput;
  }

  /** From the input's columns to the picture's. */
  BilinearAxis columns() {
    return columns;
  }

  /** From the input's rows to the picture's. */
  BilinearAxis rows() {
    return rows;
  }

  /** Words of a picture's row. */
  int words() {
    return inputFrom.length;
  }

  /** Where a row's word begins; past the last, where the row ends. */
  int column(int word) {
    return Math.min(word << 6, width);
  }

  /** The bits of a word that are pixels. */
  long pixels(int word) {
    return -1L >>> (64 - (column(word + 1) - column(word)));
  }

  /** The first column of the input that a word is made of. */
  int inputFrom(int word) {
    return inputFrom[word];
  }

  /** The last column of the input that a word is made of. */
  int inputTo(int word) {
    return inputTo[word];
  }

  /** The first column of the grid that a word is made of. */
  int gridFrom(int word) {
    return gridFrom[word];
  }

  /** The last column of the grid that a word is made of. */
  int gridTo(int word) {
    return gridTo[word];
  }
}
