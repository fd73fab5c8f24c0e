package io.github.sam4j.core.image;

import io.github.sam4j.core.geometry.ImageSize;

/**
 * The way of a picture into a model: how it is resized, where it lies in the model's square input
 * and how its values are scaled. A model has one; prompts and masks go by its geometry.
 *
 * <p>Immutable and thread-safe.
 */
public interface InputTransform {
  /** Side of the model's square input in pixels, S. */
  int side();

  /** Where a picture of this size lies in the input. */
  ImageGeometry geometry(ImageSize picture);

  /**
   * The model's input: a new array of shape (S, S, 3), channels-last, normalised, padded with 0.
   */
  float[] pixels(SamImage picture);
}
