package io.github.sam4j.prompt;

import io.github.sam4j.core.geometry.Box;
import java.util.List;

/**
 * What to find in words: every object that one of the texts names. Clicks and a box narrow or
 * correct what the texts found: a box keeps what lies in it, a click on an object keeps what covers
 * it, a click beside it takes that place away. Immutable.
 *
 * @param texts what to find, 1 to {@value #MAX_TEXTS} texts, none blank
 * @param narrowing clicks and a box that narrow what was found; empty where nothing does
 */
public record TextPrompt(List<String> texts, SpatialPrompt narrowing) implements Prompt {
  /** The most texts of one prompt. */
  public static final int MAX_TEXTS = 256;

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if there is no text, a blank one or one too many, or if the
   *     narrowing prompt has a mask, which belongs to one object and not to all that were found
   */
  public TextPrompt {
    texts = List.copyOf(texts);
    if (texts.isEmpty() || texts.size() > MAX_TEXTS) {
      throw new IllegalArgumentException(
          "a text prompt needs 1 to %d texts, found %d".formatted(MAX_TEXTS, texts.size()));
    }
    for (int i = 0; i < texts.size(); i++) {
      if (texts.get(i).isBlank()) {
        throw new IllegalArgumentException(
            "a text needs something to find, found '%s' as text %d".formatted(texts.get(i), i));
      }
    }
    if (narrowing.mask() != null) {
      throw new IllegalArgumentException(
          "what narrows a text is clicks and a box, found a mask to refine");
    }
  }

  /** With only what lies in this box, in place of any other box. */
  public TextPrompt within(Box box) {
    return new TextPrompt(texts, narrowing.within(box));
  }

  /** With one more click on what was meant. */
  public TextPrompt include(double x, double y) {
    return new TextPrompt(texts, narrowing.include(x, y));
  }

  /** With one more click on what was not meant. */
  public TextPrompt exclude(double x, double y) {
    return new TextPrompt(texts, narrowing.exclude(x, y));
  }

  /** Whether clicks or a box narrow what the texts find. */
  public boolean isNarrowed() {
    return !narrowing.isEmpty();
  }
}
