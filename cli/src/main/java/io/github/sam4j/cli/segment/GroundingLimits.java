package io.github.sam4j.cli.segment;

import io.github.sam4j.prompt.ExamplePrompt;
import io.github.sam4j.prompt.Prompt;
import io.github.sam4j.prompt.grounding.GroundingOptions;
import org.jspecify.annotations.Nullable;

/**
 * How many objects texts and examples may find.
 *
 * @param threshold what they must score above, or null for the library's default
 * @param most the most of them, or null for the library's default
 */
record GroundingLimits(@Nullable Double threshold, @Nullable Integer most) {
  GroundingLimits {
    if (threshold != null && !(threshold >= 0 && threshold <= 1)) {
      throw new IllegalArgumentException("--text-threshold must be in [0, 1], found " + threshold);
    }
    if (most != null && most < 1) {
      throw new IllegalArgumentException("--text-max must be at least 1, found " + most);
    }
  }

  /** With the library's defaults for this kind of prompt where nothing was said. */
  GroundingOptions of(Prompt prompt) {
    GroundingOptions options =
        prompt instanceof ExamplePrompt
            ? GroundingOptions.exampleDefaults()
            : GroundingOptions.defaults();
    if (threshold != null) {
      options = options.withScoreThreshold(threshold);
    }
    return most == null ? options : options.withMaximumCount(most);
  }
}
