package io.github.sam4j.core.mask;

import java.awt.Shape;
import java.awt.geom.Path2D;
import java.util.List;

/**
 * One connected part of a mask (pixels that touch at a corner are connected) by its contours. Their
 * points are pixels of the mask: the outermost of the part, and those around its holes.
 *
 * <p>Immutable. The lines run through the pixels' own places, so that the area between them is
 * smaller than the number of pixels; {@link BitMask#toShape} has the exact outline.
 *
 * @param outer around the part
 * @param holes around each hole in it
 */
public record Polygon(Ring outer, List<Ring> holes) {
  /** Takes a copy of the list. */
  public Polygon {
    holes = List.copyOf(holes);
  }

  /** The area between the lines. */
  public double area() {
    return outer.area() - holes.stream().mapToDouble(Ring::area).sum();
  }

  /** All rings as one path with the even-odd rule. */
  public Shape toShape() {
    Path2D.Double path = new Path2D.Double(Path2D.WIND_EVEN_ODD);
    append(outer, path);
    holes.forEach(hole -> append(hole, path));
    return path;
  }

  private static void append(Ring ring, Path2D path) {
    path.moveTo(ring.x(0), ring.y(0));
    for (int i = 1; i < ring.size(); i++) {
      path.lineTo(ring.x(i), ring.y(i));
    }
    path.closePath();
  }
}
