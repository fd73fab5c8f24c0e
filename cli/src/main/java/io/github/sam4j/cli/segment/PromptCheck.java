package io.github.sam4j.cli.segment;

import io.github.sam4j.core.geometry.Box;
import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.core.geometry.PixelPoint;
import io.github.sam4j.prompt.LabelledPoint;
import io.github.sam4j.prompt.Prompt;
import io.github.sam4j.prompt.SpatialPrompt;
import io.github.sam4j.prompt.TextPrompt;
import java.util.List;

/** Tells a prompt beside the picture, which the model would answer with nonsense. */
final class PromptCheck {
  private PromptCheck() {}

  /**
   * Checks prompts against a picture's size.
   *
   * @throws IllegalArgumentException if a point lies outside or a box does not touch the picture
   */
  static void inside(ImageSize size, List<? extends Prompt> prompts) {
    for (Prompt prompt : prompts) {
      if (prompt instanceof SpatialPrompt places) {
        inside(size, places);
      } else if (prompt instanceof TextPrompt text) {
        inside(size, text.narrowing());
      }
    }
  }

  private static void inside(ImageSize size, SpatialPrompt prompt) {
    for (LabelledPoint point : prompt.points()) {
      PixelPoint p = point.place();
      if (p.x() < 0 || p.y() < 0 || p.x() > size.width() || p.y() > size.height()) {
        throw outside("point (%s, %s)".formatted(p.x(), p.y()), size);
      }
    }
    Box box = prompt.box();
    if (box != null
        && (box.x1() <= 0
            || box.y1() <= 0
            || box.x0() >= size.width()
            || box.y0() >= size.height())) {
      throw outside("box (%s, %s, %s, %s)".formatted(box.x0(), box.y0(), box.x1(), box.y1()), size);
    }
  }

  private static IllegalArgumentException outside(String what, ImageSize size) {
    return new IllegalArgumentException(
        "%s lies outside the picture of %d x %d pixels"
            .formatted(what, size.width(), size.height()));
  }
}
