package io.github.sam4j.detectors.image;

import io.github.sam4j.core.image.SamImage;

/**
 * Pictures at another size, as the libraries resample them that published detectors were trained
 * with.
 *
 * <p>Thread-safe: no state. A call copies the picture's samples once.
 */
public final class PictureFilters {
  private PictureFilters() {}

  /**
   * Antialiased bicubic resampling, equal to torchvision's for 8-bit pictures: rounded to whole
   * values after each of its two passes.
   *
   * @param width columns wanted
   * @param height rows wanted
   * @return (height, width, 3), from 0 to 255
   */
  public static float[] bicubic(SamImage image, int width, int height) {
    return SeparableFilter.apply(
        image,
        FilterTaps.cubic(image.size().width(), width),
        FilterTaps.cubic(image.size().height(), height),
        true);
  }

  /**
   * A picture that is padded with black to a square at the right and at the bottom, blurred by a
   * Gaussian where it is too large, and sampled bilinearly. Nothing is rounded to 8 bits.
   *
   * @param side rows and columns wanted
   * @return (side, side, 3), from 0 to 255
   */
  public static float[] paddedAndBlurred(SamImage image, int side) {
    int square = image.size().longSide();
    return SeparableFilter.apply(
        image,
        FilterTaps.blurredLinear(image.size().width(), square, side),
        FilterTaps.blurredLinear(image.size().height(), square, side),
        false);
  }
}
