package io.github.sam4j.core.mask;

import java.util.Arrays;

/**
 * A closed line: the last point is joined to the first. Its points are pixels in a contour ({@link
 * Polygons#of}), and corners of pixels in an outline ({@link BitMask#outlines}).
 *
 * <p>Immutable.
 */
public final class Ring {
  private final int[] coordinates;

  /**
   * Takes a copy of the coordinates.
   *
   * @param coordinates x and y of one point after the other
   * @throws IllegalArgumentException if their number is odd or 0
   */
  public Ring(int... coordinates) {
    if (coordinates.length == 0 || coordinates.length % 2 != 0) {
      throw new IllegalArgumentException(
          "a ring needs an x and a y for each of its points, found %d numbers"
              .formatted(coordinates.length));
    }
    this.coordinates = coordinates.clone();
  }

  /** Points. */
  public int size() {
    return coordinates.length / 2;
  }

  /** Column of a point; in an outline, of the pixel to the right of the corner. */
  public int x(int point) {
    return coordinates[2 * point];
  }

  /** Row of a point; in an outline, of the pixel below the corner. */
  public int y(int point) {
    return coordinates[2 * point + 1];
  }

  /** x and y of one point after the other, as a copy; the form of COCO's segmentations. */
  public int[] toArray() {
    return coordinates.clone();
  }

  /** The area inside the line, never negative; 0 for fewer than three points. */
  public double area() {
    return Math.abs(signedArea());
  }

  /**
   * The area by the shoelace formula: the sum of {@code x[i] * y[i + 1] - x[i + 1] * y[i]}, halved.
   * Positive where the line goes clockwise as seen in the picture, whose rows count downwards.
   */
  public double signedArea() {
    long twice = 0;
    for (int i = 0, before = size() - 1; i < size(); before = i++) {
      twice += (long) x(before) * y(i) - (long) x(i) * y(before);
    }
    return twice / 2.0;
  }

  /** Whether the line goes clockwise as seen in the picture: an outline's outer rings do. */
  public boolean isClockwise() {
    return signedArea() > 0;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Ring ring && Arrays.equals(coordinates, ring.coordinates);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(coordinates);
  }

  @Override
  public String toString() {
    return "Ring" + Arrays.toString(coordinates);
  }
}
