package io.github.sam4j.prompt;

import io.github.sam4j.core.geometry.Box;
import io.github.sam4j.core.geometry.PixelPoint;
import io.github.sam4j.core.mask.LowResolutionLogits;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Clicks, a box and an earlier mask, in any combination; at least one of them when it is used.
 * Coordinates are pixels of the user's picture, or of the model's input once it is {@link #scaled}.
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

  /**
   * The same places in a picture of another size: in a model's input, for its {@link
   * PromptEncoder}. The mask stays as it is, since that is the model's own.
   *
   * @param x columns of the other picture for one column of this
   * @param y rows of the other picture for one row of this
   */
  public SpatialPrompt scaled(double x, double y) {
    List<LabelledPoint> places =
        points.stream()
            .map(
                point -> {
                  PixelPoint place = new PixelPoint(point.place().x() * x, point.place().y() * y);
                  return new LabelledPoint(place, point.foreground());
                })
            .toList();
    Box place =
        box == null ? null : new Box(box.x0() * x, box.y0() * y, box.x1() * x, box.y1() * y);
    return new SpatialPrompt(places, place, mask);
  }

  /** Whether it can share a batch with another: as many clicks, and box and mask where it has. */
  boolean agreesWith(SpatialPrompt other) {
    return points.size() == other.points.size()
        && (box == null) == (other.box == null)
        && (mask == null) == (other.mask == null);
  }

  /** What it has, for messages. */
  String contents() {
    return "%d points, %s, %s"
        .formatted(
            points.size(), box == null ? "no box" : "box", mask == null ? "no mask" : "mask");
  }

  private SpatialPrompt plus(double x, double y, boolean foreground) {
    List<LabelledPoint> more = new ArrayList<>(points);
    more.add(new LabelledPoint(new PixelPoint(x, y), foreground));
    return new SpatialPrompt(more, box, mask);
  }
}
