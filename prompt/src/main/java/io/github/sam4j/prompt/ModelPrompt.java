package io.github.sam4j.prompt;

import io.github.sam4j.core.geometry.Box;
import io.github.sam4j.core.geometry.PixelPoint;
import io.github.sam4j.core.mask.LowResolutionLogits;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A prompt in pixels of the model's input, as {@link PromptEncoder} takes it. Immutable.
 *
 * @param points clicks, in order
 * @param box a box, or null
 * @param mask an earlier mask of the same picture, or null
 */
public record ModelPrompt(
    List<LabelledPoint> points, @Nullable Box box, @Nullable LowResolutionLogits mask) {
  /** Copies the list; at least one of the three must be there. */
  public ModelPrompt {
    points = List.copyOf(points);
    if (points.isEmpty() && box == null && mask == null) {
      throw new IllegalArgumentException(
          "a prompt needs a click, a box or a mask, found none of them");
    }
  }

  /**
   * A user's prompt, brought to the model's input.
   *
   * @param scaleX columns of the resized picture for one column of the user's
   * @param scaleY rows of the resized picture for one row of the user's
   */
  public static ModelPrompt of(SpatialPrompt prompt, double scaleX, double scaleY) {
    List<LabelledPoint> points =
        prompt.points().stream().map(point -> scaled(point, scaleX, scaleY)).toList();
    Box box = prompt.box();
    Box scaledBox =
        box == null
            ? null
            : new Box(box.x0() * scaleX, box.y0() * scaleY, box.x1() * scaleX, box.y1() * scaleY);
    return new ModelPrompt(points, scaledBox, prompt.mask());
  }

  private static LabelledPoint scaled(LabelledPoint point, double scaleX, double scaleY) {
    PixelPoint place = point.place();
    return new LabelledPoint(
        new PixelPoint(place.x() * scaleX, place.y() * scaleY), point.foreground());
  }

  /** Whether it can share a batch with another: as many clicks, and box and mask where it has. */
  boolean fits(ModelPrompt other) {
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
}
