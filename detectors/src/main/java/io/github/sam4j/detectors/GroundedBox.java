package io.github.sam4j.detectors;

import io.github.sam4j.core.geometry.Box;
import java.util.Objects;

/**
 * A box that a text or an example was found in.
 *
 * @param box in pixels of the picture, within it
 * @param score how sure the model is, from 0 to 1; scores of different models do not compare
 * @param label the text as it was given, or {@link #EXAMPLE}
 * @param query the text's place in the list that was asked for; 0 for an example
 */
public record GroundedBox(Box box, double score, String label, int query) {
  /** The label of what looks like an example. */
  public static final String EXAMPLE = "example";

  /** Checks the arguments. */
  public GroundedBox {
    Objects.requireNonNull(box, "box");
    Objects.requireNonNull(label, "label");
    if (!(score >= 0 && score <= 1) || query < 0) {
      throw new IllegalArgumentException(
          "a grounded box needs a score from 0 to 1 and a query from 0, found %s and %d"
              .formatted(score, query));
    }
  }
}
