package io.github.sam4j.core.mask;

import io.github.sam4j.core.geometry.ImageSize;
import java.util.BitSet;

/**
 * Small regions that are taken out of a mask's low-resolution logits before it is brought to the
 * picture, as SAM 2's image predictor does: holes become inside, sprinkles become outside. Cells
 * that touch at a corner are connected, and regions at the border count.
 *
 * @param maxHoleArea regions of so many cells outside, and smaller ones, are holes; 0 for none
 * @param maxSprinkleArea regions of so many cells inside, and smaller ones, are sprinkles; 0 for
 *     none
 */
public record RegionLimits(int maxHoleArea, int maxSprinkleArea) {
  /** Nothing is taken out. */
  public static final RegionLimits NONE = new RegionLimits(0, 0);

  /** What a cell that changed sides becomes, or its negative. */
  private static final float CHANGED = 10;

  /** Checks the arguments. */
  public RegionLimits {
    if (maxHoleArea < 0 || maxSprinkleArea < 0) {
      throw new IllegalArgumentException(
          "areas must be at least 0, found holes of %d and sprinkles of %d"
              .formatted(maxHoleArea, maxSprinkleArea));
    }
  }

  /** The logits without their small regions. */
  public LowResolutionLogits clean(LowResolutionLogits logits) {
    if (maxHoleArea == 0 && maxSprinkleArea == 0) {
      return logits;
    }
    int side = logits.side();
    float[] values = logits.values();
    BitMask inside = BitMask.of(new ImageSize(side, side), (x, y) -> logits.at(y, x) > 0);
    // Both are found in what was given, so that the one does not see what the other changed.
    BitMask holes = small(inside.not(), maxHoleArea);
    BitMask sprinkles = small(inside, maxSprinkleArea);
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        if (holes.get(x, y)) {
          values[y * side + x] = CHANGED;
        } else if (sprinkles.get(x, y)) {
          values[y * side + x] = -CHANGED;
        }
      }
    }
    return new LowResolutionLogits(side, values);
  }

  private static BitMask small(BitMask mask, int most) {
    ConnectedRegions regions = ConnectedRegions.of(mask);
    BitSet small = new BitSet();
    for (int i = 0; i < regions.count(); i++) {
      small.set(i, regions.area(i) <= most);
    }
    return regions.mask(small);
  }
}
