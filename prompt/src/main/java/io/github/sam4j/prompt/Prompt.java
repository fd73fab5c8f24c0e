package io.github.sam4j.prompt;

import io.github.sam4j.core.geometry.Box;
import io.github.sam4j.core.image.SamImage;
import io.github.sam4j.core.mask.LowResolutionLogits;
import java.util.List;

/**
 * What to segment: places in the picture, what a text names, or what looks like an example.
 * Immutable; coordinates are pixels of the user's picture, with (0, 0) at the top left pixel.
 */
public sealed interface Prompt permits SpatialPrompt, TextPrompt, ExamplePrompt {
  /** A click on the object. */
  static SpatialPrompt point(double x, double y) {
    return SpatialPrompt.EMPTY.include(x, y);
  }

  /** Several clicks, on the object or beside it. */
  static SpatialPrompt points(List<LabelledPoint> points) {
    return new SpatialPrompt(points, null, null);
  }

  /** A box around the object. */
  static SpatialPrompt box(double x0, double y0, double x1, double y1) {
    return box(new Box(x0, y0, x1, y1));
  }

  /** A box around the object. */
  static SpatialPrompt box(Box box) {
    return new SpatialPrompt(List.of(), box, null);
  }

  /** An earlier mask of the same picture, to refine. */
  static SpatialPrompt mask(LowResolutionLogits mask) {
    return new SpatialPrompt(List.of(), null, mask);
  }

  /** Every object that a text names, in plain words: {@code "a dog"}. */
  static TextPrompt text(String text) {
    return texts(text);
  }

  /** Every object that one of the texts names. */
  static TextPrompt texts(String... texts) {
    return new TextPrompt(List.of(texts), SpatialPrompt.EMPTY);
  }

  /** Every object that looks like the one in this picture. */
  static ExamplePrompt like(SamImage example) {
    return new ExamplePrompt(example);
  }
}
