package io.github.sam4j.core.mask.resample;

import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.core.mask.LowResolutionLogits;
import io.github.sam4j.core.resample.BilinearAxis;

/**
 * Where a picture's pixels lie in the model's input, and those in the decoder's grid: bilinear
 * twice. Immutable.
 */
final class ResamplingTables implements Interpolation {
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
    int words = words();
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

  @Override
  public int width() {
    return width;
  }

  @Override
  public int height() {
    return rows.to();
  }

  @Override
  public int gridTop(int y) {
    return toInput.lower(rows.lower(y));
  }

  @Override
  public int gridBottom(int y) {
    return toInput.upper(rows.upper(y));
  }

  /** Bilinear interpolation leaves the range of its sources by rounding alone. */
  @Override
  public float overshoot() {
    return 0;
  }

  @Override
  public Interpolation.Rows interpolate(LowResolutionLogits logits) {
    return new ResampledRows(this, logits);
  }

  /** The first column of the input that a word is made of. */
  int inputFrom(int word) {
    return inputFrom[word];
  }

  /** The last column of the input that a word is made of. */
  int inputTo(int word) {
    return inputTo[word];
  }

  @Override
  public int gridFrom(int word) {
    return gridFrom[word];
  }

  @Override
  public int gridTo(int word) {
    return gridTo[word];
  }
}
