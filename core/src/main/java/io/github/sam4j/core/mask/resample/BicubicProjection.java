package io.github.sam4j.core.mask.resample;

import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.core.mask.LowResolutionLogits;
import io.github.sam4j.core.mask.MaskProjection;
import io.github.sam4j.core.mask.StabilityScore;
import io.github.sam4j.core.mask.ThresholdedMask;
import java.util.List;

/**
 * The way of a mask's logits straight from the decoder's grid to the picture, for models whose
 * whole input is the picture: PyTorch's {@code interpolate(mode="bicubic", align_corners=False,
 * antialias=False)}. A pixel at the threshold is inside.
 *
 * <p>An instance holds the tables for one picture size, some forty bytes for each row and column,
 * and serves any number of maps. Immutable and safe for use by many threads; each call works in one
 * thread with a few rows of scratch.
 */
public final class BicubicProjection implements MaskProjection {
  private final int side;
  private final ImageSize original;
  private final BicubicTables tables;

  /**
   * Prepares the tables.
   *
   * @param side cells along a side of the decoder's grid
   * @param original the picture's size
   * @throws IllegalArgumentException if the side is not positive
   */
  public BicubicProjection(int side, ImageSize original) {
    this.side = side;
    this.original = original;
    tables = new BicubicTables(side, original);
  }

  @Override
  public ImageSize original() {
    return original;
  }

  @Override
  public float[] logits(LowResolutionLogits lowResolution) {
    requireSide(lowResolution);
    Interpolation.Rows rows = tables.interpolate(lowResolution);
    float[] result = new float[Math.toIntExact(original.area())];
    float[] row = new float[original.width()];
    for (int y = 0; y < original.height(); y++) {
      rows.read(y, 0, tables.words(), row);
      System.arraycopy(row, 0, result, y * row.length, row.length);
    }
    return result;
  }

  /** Mask and stability in one run; pixels at a threshold count as above it, in all three cuts. */
  @Override
  public ThresholdedMask cut(
      LowResolutionLogits lowResolution, double threshold, double stabilityOffset) {
    requireSide(lowResolution);
    ThresholdedBits bits = new ThresholdedBits(below(threshold), original);
    ThresholdedArea above = area(threshold + stabilityOffset);
    ThresholdedArea below = area(threshold - stabilityOffset);
    new ThresholdPass(tables, lowResolution, List.of(bits, above, below)).run();
    return new ThresholdedMask(bits.mask(), StabilityScore.of(above.area(), below.area()));
  }

  private ThresholdedArea area(double threshold) {
    return new ThresholdedArea(below(threshold), original.width());
  }

  /** The pass compares strictly: what is above the next smaller number is not below this one. */
  private static float below(double threshold) {
    return Math.nextDown((float) threshold);
  }

  private void requireSide(LowResolutionLogits lowResolution) {
    if (lowResolution.side() != side) {
      throw new IllegalArgumentException(
          "logits of side %d are needed, found %d".formatted(side, lowResolution.side()));
    }
  }
}
