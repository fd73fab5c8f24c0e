package io.github.sam4j.prompt;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** What a {@link SpatialPrompt} can be made of; not every model accepts all of it. */
public enum PromptPart {
  /** Clicks on the object. */
  FOREGROUND_POINTS,
  /** Clicks on what does not belong to the object. */
  BACKGROUND_POINTS,
  /** A box around the object. */
  BOX,
  /** An earlier mask to refine. */
  MASK;

  /** The parts that a prompt has; none of an empty one. Not to be changed. */
  public static Set<PromptPart> of(SpatialPrompt prompt) {
    Set<PromptPart> parts = EnumSet.noneOf(PromptPart.class);
    for (LabelledPoint point : prompt.points()) {
      parts.add(point.foreground() ? FOREGROUND_POINTS : BACKGROUND_POINTS);
    }
    if (prompt.box() != null) {
      parts.add(BOX);
    }
    if (prompt.mask() != null) {
      parts.add(MASK);
    }
    return Collections.unmodifiableSet(parts);
  }
}
