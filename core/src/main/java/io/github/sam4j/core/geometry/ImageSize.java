package io.github.sam4j.core.geometry;

/**
 * A picture's size in pixels.
 *
 * @param width columns, at least 1
 * @param height rows, at least 1
 */
public record ImageSize(int width, int height) {
  /** Checks the arguments. */
  public ImageSize {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException(
          "a picture needs at least one pixel, found %d x %d".formatted(width, height));
    }
  }

  /** The longer side. */
  public int longSide() {
    return Math.max(width, height);
  }

  /** Pixels in all. */
  public long area() {
    return (long) width * height;
  }

  /**
   * The size with its long side brought to {@code target}, each side rounded half up
   * (segment-anything's ResizeLongestSide.get_preprocess_shape).
   */
  public ImageSize fitLongSide(int target) {
    double scale = (double) target / longSide();
    return new ImageSize(
        Math.max(1, (int) (width * scale + 0.5)), Math.max(1, (int) (height * scale + 0.5)));
  }
}
