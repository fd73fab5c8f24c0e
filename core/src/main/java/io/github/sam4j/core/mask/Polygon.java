package io.github.sam4j.core.mask;

import java.awt.Shape;
import java.awt.geom.Path2D;
import java.util.List;

/**
 * One part of a mask: a ring around it, and one around each hole in it. There are two kinds.
 *
 * <p>An <b>outline</b> ({@link BitMask#outlines}) runs along the pixels' edges and holds the pixels
 * exactly; its area is their number. A <b>contour</b> ({@link BitMask#polygons}) runs through the
 * pixels' own places, those of the mask that lie outermost and those around its holes, so that the
 * area between its lines is smaller than the number of pixels.
 *
 * <p>Immutable.
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
