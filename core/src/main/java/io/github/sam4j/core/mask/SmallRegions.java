package io.github.sam4j.core.mask;

import java.util.BitSet;

/**
 * Removal of a mask's small connected parts or small holes (segment-anything's
 * remove_small_regions). Pixels that touch at a corner are connected, for parts and for holes.
 */
public final class SmallRegions {
  /** What to remove. */
  public enum Kind {
    /** Parts of the outside, which become inside; also those at the picture's edge. */
    HOLES,
    /** Parts of the inside, which become outside; where all are small, the largest stays. */
    ISLANDS
  }

  /**
   * The outcome.
   *
   * @param mask the mask, the given one itself where nothing was small
   * @param changed whether there was a small part or hole
   */
  public record Result(BitMask mask, boolean changed) {}

  private SmallRegions() {}

  /**
   * Removes small parts.
   *
   * @param areaThreshold parts of fewer pixels are small
   */
  public static Result remove(BitMask mask, double areaThreshold, Kind kind) {
    ConnectedRegions regions = ConnectedRegions.of(kind == Kind.HOLES ? mask.not() : mask);
    BitSet small = new BitSet();
    for (int i = 0; i < regions.count(); i++) {
      small.set(i, regions.area(i) < areaThreshold);
    }
    if (small.isEmpty()) {
      return new Result(mask, false);
    }
    if (kind == Kind.HOLES) {
      return new Result(mask.or(regions.mask(small)), true);
    }
    BitSet kept = small;
    kept.flip(0, regions.count());
    if (kept.isEmpty()) {
      kept.set(regions.largest());
    }
    return new Result(regions.mask(kept), true);
  }
}
