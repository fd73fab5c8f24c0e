package io.github.sam4j.core.geometry;

/**
 * An axis-parallel box in pixels of a picture.
 *
 * @param x0 left edge
 * @param y0 top edge
 * @param x1 right edge, not left of {@code x0}
 * @param y1 bottom edge, not above {@code y0}
 */
public record Box(double x0, double y0, double x1, double y1) {
  /** Checks the arguments. */
  public Box {
    if (!(Double.isFinite(x0) && Double.isFinite(y0) && Double.isFinite(x1) && Double.isFinite(y1))
        || x1 < x0
        || y1 < y0) {
      throw new IllegalArgumentException(
          "a box needs finite x0 <= x1 and y0 <= y1, found (%s, %s, %s, %s)"
              .formatted(x0, y0, x1, y1));
    }
  }

  /** x1 - x0. */
  public double width() {
    return x1 - x0;
  }

  /** y1 - y0. */
  public double height() {
    return y1 - y0;
  }

  /** Width times height. */
  public double area() {
    return width() * height();
  }

  /** Intersection over union with another box; 0 where both are empty. */
  public double iou(Box other) {
    double w = Math.max(0, Math.min(x1, other.x1) - Math.max(x0, other.x0));
    double h = Math.max(0, Math.min(y1, other.y1) - Math.max(y0, other.y0));
    double union = area() + other.area() - w * h;
    return union > 0 ? w * h / union : 0;
  }

  /** The box moved by (dx, dy). */
  public Box move(double dx, double dy) {
    return new Box(x0 + dx, y0 + dy, x1 + dx, y1 + dy);
  }
}
