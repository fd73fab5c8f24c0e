package io.github.sam4j.core.mask;

import io.github.sam4j.core.geometry.ImageSize;

/**
 * The way of a mask's low-resolution logits to a picture's pixels.
 *
 * <p>Immutable and safe for use by many threads.
 */
public interface MaskProjection {
  /** The picture's size, which is that of every result. */
  ImageSize original();

  /**
   * The whole map, one value for each pixel of the picture, row-major: what {@link #cut} compares.
   *
   * @throws IllegalArgumentException if the logits are of another side
   */
  float[] logits(LowResolutionLogits logits);

  /**
   * The mask at a threshold, and its stability.
   *
   * @param logits as the projection's model gives them
   * @param threshold pixels above it are inside; those exactly on it too where the model has it so
   * @param stabilityOffset how far to move the threshold either way to measure stability
   * @throws IllegalArgumentException if the logits are of another side
   */
  ThresholdedMask cut(LowResolutionLogits logits, double threshold, double stabilityOffset);
}
