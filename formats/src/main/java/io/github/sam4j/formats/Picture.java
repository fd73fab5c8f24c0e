package io.github.sam4j.formats;

import io.github.sam4j.core.geometry.Box;
import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.core.geometry.PixelPoint;
import io.github.sam4j.prompt.LabelledPoint;
import io.github.sam4j.prompt.Prompt;
import io.github.sam4j.prompt.SpatialPrompt;
import io.github.sam4j.prompt.TextPrompt;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A picture to segment.
 *
 * @param file where it is
 * @param relative its path inside the folder that was searched, or its file name if none was
 * @param name what its results are called: a relative path with forward slashes, of no other
 *     picture of the job
 * @param prompts what to segment in it, each prompt's masks in turn; null for everything
 */
public record Picture(Path file, Path relative, String name, @Nullable List<Prompt> prompts) {
  /** Copies the list. */
  public Picture {
    prompts = prompts == null ? null : List.copyOf(prompts);
  }

  /** A file, with results of that name, in which everything is segmented. */
  public static Picture of(Path file, String name) {
    return new Picture(file, file.toAbsolutePath().getFileName(), name, null);
  }

  /** With another name for its results. */
  public Picture withName(String newName) {
    return new Picture(file, relative, newName, prompts);
  }

  /** With prompts; none at all give no masks. */
  public Picture withPrompts(List<Prompt> newPrompts) {
    return new Picture(file, relative, name, newPrompts);
  }

  /**
   * Tells a prompt beside the picture, which a model would answer with nonsense.
   *
   * @throws IllegalArgumentException if a point lies outside or a box does not touch the picture
   */
  void requirePromptsInside(ImageSize size) {
    for (Prompt prompt : prompts == null ? List.<Prompt>of() : prompts) {
      if (prompt instanceof SpatialPrompt places) {
        requireInside(size, places);
      } else if (prompt instanceof TextPrompt text) {
        requireInside(size, text.narrowing());
      }
    }
  }

  private static void requireInside(ImageSize size, SpatialPrompt prompt) {
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
