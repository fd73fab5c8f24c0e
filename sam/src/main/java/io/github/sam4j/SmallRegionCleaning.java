package io.github.sam4j;

import io.github.sam4j.core.geometry.Box;
import io.github.sam4j.core.geometry.NonMaximumSuppression;
import io.github.sam4j.core.mask.SmallRegions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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
      SmallRegions.Result filled =
          SmallRegions.remove(mask.bits(), minArea, SmallRegions.Kind.HOLES);
      SmallRegions.Result left =
          SmallRegions.remove(filled.mask(), minArea, SmallRegions.Kind.ISLANDS);
      boolean same = !filled.changed() && !left.changed();
      // Duplicates are dropped in favour of masks that needed no cleaning.
      unchanged[i] = same ? 1 : 0;
      Mask clean =
          same
              ? mask
              : new Mask(
                  left.mask(),
                  mask.score(),
                  mask.stability(),
                  mask.prompt(),
                  mask.crop(),
                  mask.lowResolution());
      cleaned.add(clean);
      boxes.add(clean.box());
    }
    return Arrays.stream(NonMaximumSuppression.keep(boxes, unchanged, nmsThreshold))
        .mapToObj(cleaned::get)
        .toList();
  }
}
