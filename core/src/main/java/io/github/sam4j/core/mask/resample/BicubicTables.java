package io.github.sam4j.core.mask.resample;

import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.core.mask.LowResolutionLogits;
import io.github.sam4j.core.resample.BicubicAxis;

/** Straight from the decoder's grid to the picture, bicubic. Immutable. */
final class BicubicTables implements Interpolation {
  /**
   * The weights of an axis add up to 1, those below 0 to -0.1875 at most, half-way between two
   * places. So the magnitudes of a pixel's 16 weights add up to 1.375 x 1.375, and half of what is
   * above 1 are weights below 0.
   */
  private static final float OVERSHOOT = (1.375f * 1.375f - 1) / 2;

  private final BicubicAxis columns;
  private final BicubicAxis rows;

  BicubicTables(int side, ImageSize picture) {
    columns = new BicubicAxis(side, picture.width());
    rows = new BicubicAxis(side, picture.height());
  }

  /** From the grid's columns to the picture's. */
  BicubicAxis columns() {
    return columns;
  }

  /** From the grid's rows to the picture's. */
  BicubicAxis rows() {
    return rows;
  }

  @Override
  public int width() {
    return columns.to();
  }

  @Override
  public int height() {
    return rows.to();
  }

  @Override
  public int gridTop(int y) {
    return rows.place(y, 0);
  }

  @Override
  public int gridBottom(int y) {
    return rows.place(y, BicubicAxis.TAPS - 1);
  }

  @Override
  public int gridFrom(int word) {
    return columns.place(column(word), 0);
  }

  @Override
  public int gridTo(int word) {
    return columns.place(column(word + 1) - 1, BicubicAxis.TAPS - 1);
  }

  @Override
  public float overshoot() {
    return OVERSHOOT;
  }

  @Override
  public Interpolation.Rows interpolate(LowResolutionLogits logits) {
    return new BicubicRows(this, logits);
  }
}
