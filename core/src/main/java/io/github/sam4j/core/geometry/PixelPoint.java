package io.github.sam4j.core.geometry;

/**
 * A place in a picture, in pixels: (0, 0) is the top left pixel's place.
 *
 * @param x to the right
 * @param y down
 */
public record PixelPoint(double x, double y) {
  /** Checks the arguments. */
  public PixelPoint {
    if (!Double.isFinite(x) || !Double.isFinite(y)) {
      throw new IllegalArgumentException(
          "a point needs finite coordinates, found (%s, %s)".formatted(x, y));
    }
  }
}
