package io.github.sam4j.detectors.owl;

import io.github.sam4j.core.geometry.Box;
import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.core.geometry.NonMaximumSuppression;
import io.github.sam4j.detectors.GroundedBox;
import io.github.sam4j.detectors.GroundingOptions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * From logits and boxes over the model's input to ranked boxes in a picture.
 *
 * @param picture the picture's size
 * @param extent what the model's input covers, in pixels of the picture from its top left
 * @param labels one for each query
 * @param options which boxes to return
 */
record BoxSelection(
    ImageSize picture, ImageSize extent, List<String> labels, GroundingOptions options) {
  /**
   * The boxes that score above the threshold, each under the query it scores highest with, without
   * duplicates of the same query; best first, then by query, then by patch.
   *
   * @param boxes centre x, centre y, width, height of each patch's box, from 0 to 1
   * @param logits (patches, queries)
   */
  List<GroundedBox> select(float[] boxes, float[] logits) {
    int queries = labels.size();
    List<List<GroundedBox>> found = new ArrayList<>();
    labels.forEach(label -> found.add(new ArrayList<>()));
    for (int p = 0; p < boxes.length / 4; p++) {
      int best = 0;
      for (int q = 1; q < queries; q++) {
        best = logits[p * queries + q] > logits[p * queries + best] ? q : best;
      }
      double score = 1 / (1 + Math.exp(-logits[p * queries + best]));
      if (score > options.scoreThreshold()) {
        Box box = box(boxes, 4 * p);
        if (box.area() > 0) {
          found.get(best).add(new GroundedBox(box, score, labels.get(best), best));
        }
      }
    }
    return found.stream()
        .flatMap(candidates -> withoutDuplicates(candidates).stream())
        .sorted(Comparator.comparingDouble(GroundedBox::score).reversed())
        .limit(options.maximumCount())
        .toList();
  }

  private List<GroundedBox> withoutDuplicates(List<GroundedBox> candidates) {
    List<GroundedBox> ranked =
        candidates.stream()
            .sorted(Comparator.comparingDouble(GroundedBox::score).reversed())
            .toList();
    float[] order = new float[ranked.size()];
    for (int i = 0; i < order.length; i++) {
      order[i] = -i;
    }
    int[] kept =
        NonMaximumSuppression.keep(
            ranked.stream().map(GroundedBox::box).toList(), order, options.nmsThreshold());
    List<GroundedBox> result = new ArrayList<>();
    for (int i : kept) {
      result.add(ranked.get(i));
    }
    return result;
  }

  /** Clipped to the picture; without area where nothing of it is left. */
  private Box box(float[] boxes, int at) {
    double width = extent.width();
    double height = extent.height();
    double x0 = clip((boxes[at] - 0.5 * boxes[at + 2]) * width, picture.width());
    double y0 = clip((boxes[at + 1] - 0.5 * boxes[at + 3]) * height, picture.height());
    double x1 = clip((boxes[at] + 0.5 * boxes[at + 2]) * width, picture.width());
    double y1 = clip((boxes[at + 1] + 0.5 * boxes[at + 3]) * height, picture.height());
    return new Box(x0, y0, x1, y1);
  }

  private static double clip(double value, double most) {
    return Math.min(most, Math.max(0, value));
  }
}
