package io.github.sam4j.core.image;

import io.github.sam4j.core.geometry.Box;
import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.core.geometry.PixelPoint;

/**
 * Where a picture's pixels lie in a model's input: the picture is resized so that its long side
 * fills the square input, and lies at its top left.
 *
 * <p>Coordinates are scaled per axis by the sizes as rounded, in double precision, as
 * segment-anything's {@code ResizeLongestSide.apply_coords} does.
 *
 * @param original the picture as the user has it
 * @param resized the picture as the model sees it, without padding
 * @param inputSize side of the model's square input
 */
public record ImageGeometry(ImageSize original, ImageSize resized, int inputSize) {
  /** Checks the arguments. */
  public ImageGeometry {
    if (resized.longSide() > inputSize) {
      throw new IllegalArgumentException(
          "a resized picture must fit an input of %d x %d pixels, found %d x %d"
              .formatted(inputSize, inputSize, resized.width(), resized.height()));
    }
  }

  /**
   * The geometry of a picture in a square input.
   *
   * @throws IllegalArgumentException if {@code inputSize} is below 1
   */
  public static ImageGeometry of(ImageSize original, int inputSize) {
    if (inputSize < 1) {
      throw new IllegalArgumentException("an input size is at least 1, found " + inputSize);
    }
    return new ImageGeometry(original, original.fitLongSide(inputSize), inputSize);
  }

  /** The geometry of a picture that is squashed to fill a square input. */
  static ImageGeometry squashed(ImageSize original, int inputSize) {
    return new ImageGeometry(original, new ImageSize(inputSize, inputSize), inputSize);
  }

  /** A point of the picture, in pixels of the model's input. */
  public PixelPoint toModel(PixelPoint point) {
    return new PixelPoint(point.x() * scaleX(), point.y() * scaleY());
  }

  /** A box of the picture, in pixels of the model's input. */
  public Box toModel(Box box) {
    return new Box(
        box.x0() * scaleX(), box.y0() * scaleY(), box.x1() * scaleX(), box.y1() * scaleY());
  }

  /** Input pixels per picture pixel along x. */
  public double scaleX() {
    return (double) resized.width() / original.width();
  }

  /** Input pixels per picture pixel along y. */
  public double scaleY() {
    return (double) resized.height() / original.height();
  }
}
