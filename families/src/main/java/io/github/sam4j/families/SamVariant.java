package io.github.sam4j.families;

import io.github.sam4j.decoder.transformer.TwoWayConfig;

/**
 * In what a model of SAM's architecture differs from SAM where shapes do not tell.
 *
 * @param promptSide side of the square in which prompts are placed and from which masks are cut, in
 *     pixels: where pictures go in smaller or larger, not their input's
 * @param epsilon of the norms of the mask decoder's transformer, added to the variance
 */
public record SamVariant(int promptSide, float epsilon) {
  /** SAM itself: prompts are placed in the picture's input. */
  public static SamVariant sam(int inputSide) {
    return new SamVariant(inputSide, TwoWayConfig.SAM_EPSILON);
  }
}
