package io.github.sam4j.core.image;

import io.github.sam4j.core.geometry.ImageSize;

/**
 * SAM's way (segment-anything's {@code ResizeLongestSide} and {@code Sam.preprocess}): the
 * picture's long side fills the input, resized as Pillow's antialiased bilinear filter does,
 * rounded to 8 bits, normalised, with zeros at the right and at the bottom.
 *
 * @param side S, from 1 to 8192
 * @param normalization the model's means and standard deviations
 */
public record ResizeLongestSide(int side, Normalization normalization) implements InputTransform {
  /** Checks the side. */
  public ResizeLongestSide {
    ModelInput.requireSide(side);
  }

  @Override
  public ImageGeometry geometry(ImageSize picture) {
    return ImageGeometry.of(picture, side);
  }

  @Override
  public float[] pixels(SamImage picture) {
    return ModelInput.of(picture, side, normalization).channelsLast();
  }
}
