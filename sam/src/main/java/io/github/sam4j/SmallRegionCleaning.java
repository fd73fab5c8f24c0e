package io.github.sam4j;

import io.github.sam4j.core.geometry.Box;
import io.github.sam4j.core.geometry.NonMaximumSuppression;
import io.github.sam4j.core.mask.SmallRegions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Removes small holes and islands from automatic masks, then the duplicates that this makes, as
 * segment-anything's SamAutomaticMaskGenerator.postprocess_small_regions.
 */
final class SmallRegionCleaning {
  private SmallRegionCleaning() {}

  static List<Mask> clean(List<Mask> masks, int minArea, double nmsThreshold) {
    List<Mask> cleaned = new ArrayList<>();
    List<Box> boxes = new ArrayList<>();
    float[] unchanged = new float[masks.size()];
    for (int i = 0; i < masks.size(); i++) {
      Mask mask = masks.get(i);
      Optional<Mask> changed = clean(mask, minArea);
      // Duplicates are dropped in favour of masks that needed no cleaning.
      unchanged[i] = changed.isEmpty() ? 1 : 0;
      Mask clean = changed.orElse(mask);
      cleaned.add(clean);
      boxes.add(clean.box());
    }
    return Arrays.stream(NonMaximumSuppression.keep(boxes, unchanged, nmsThreshold))
        .mapToObj(cleaned::get)
        .toList();
  }

  /** A mask without its small holes and islands; empty if it has none. */
  static Optional<Mask> clean(Mask mask, int minArea) {
    SmallRegions.Result filled = SmallRegions.remove(mask.bits(), minArea, SmallRegions.Kind.HOLES);
    SmallRegions.Result left =
        SmallRegions.remove(filled.mask(), minArea, SmallRegions.Kind.ISLANDS);
    if (!filled.changed() && !left.changed()) {
      return Optional.empty();
    }
    return Optional.of(
        new Mask(
            left.mask(),
            mask.score(),
            mask.stability(),
            mask.prompt(),
            mask.crop(),
            mask.lowResolution(),
            mask.objectScore(),
            null));
  }
}
