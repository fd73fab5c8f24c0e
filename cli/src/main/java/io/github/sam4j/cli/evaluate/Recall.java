package io.github.sam4j.cli.evaluate;

import io.github.sam4j.Mask;
import io.github.sam4j.core.mask.BitMask;
import java.util.List;

/**
 * How much of a picture's labelled objects automatic masks find.
 *
 * @param found the part of the objects that some mask shows with an IoU of at least 0.5, 0 to 1
 * @param masks how many masks there are
 */
record Recall(double found, int masks) {
  private static final double MIN_IOU = 0.5;

  /** Of at least one object. */
  static Recall of(List<Mask> masks, List<BitMask> labelled) {
    long found =
        labelled.stream()
            .filter(object -> masks.stream().anyMatch(m -> m.bits().iou(object) >= MIN_IOU))
            .count();
    return new Recall((double) found / labelled.size(), masks.size());
  }
}
