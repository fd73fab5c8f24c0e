package io.github.sam4j.prompt;

import io.github.sam4j.core.geometry.Box;
import io.github.sam4j.core.geometry.PixelPoint;
import io.github.sam4j.core.mask.LowResolutionLogits;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Clicks, a box and an earlier mask, in any combination; at least one of them when it is used.
 *
 * @param points the clicks, in order
 * @param box a box around the object, or null
 * @param mask an earlier mask to refine, or null
 */
public record SpatialPrompt(
    List<LabelledPoint> points, @Nullable Box box, @Nullable LowResolutionLogits mask)
    implements Prompt {
  static final SpatialPrompt EMPTY = new SpatialPrompt(List.of(), null, null);

  /** Copies the list. */
  public SpatialPrompt {
    points = List.copyOf(points);
  }

  /** With one more click on the object. */
  public SpatialPrompt include(double x, double y) {
    return plus(x, y, true);
  }

  /** With one more click on what does not belong to the object. */
  public SpatialPrompt exclude(double x, double y) {
    return plus(x, y, false);
  }

  /** With this box in place of any other. */
  public SpatialPrompt within(Box newBox) {
    return new SpatialPrompt(points, newBox, mask);
  }

  /** With this mask to refine in place of any other. */
  public SpatialPrompt refining(LowResolutionLogits newMask) {
    return new SpatialPrompt(points, box, newMask);
  }

  /** Whether there is nothing in it. */
  public boolean isEmpty() {
    return points.isEmpty() && box == null && mask == null;
  }

  private SpatialPrompt plus(double x, double y, boolean foreground) {
    List<LabelledPoint> more = new ArrayList<>(points);
    more.add(new LabelledPoint(new PixelPoint(x, y), foreground));
    return new SpatialPrompt(more, box, mask);
  }
}
