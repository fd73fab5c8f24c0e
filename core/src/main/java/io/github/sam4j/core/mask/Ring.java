package io.github.sam4j.core.mask;

import java.util.Arrays;

/**
 * A closed line through pixels: the last point is joined to the first.
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

  /** Column of a point. */
  public int x(int point) {
    return coordinates[2 * point];
  }

  /** Row of a point. */
  public int y(int point) {
    return coordinates[2 * point + 1];
  }

  /** x and y of one point after the other, as a copy; the form of COCO's segmentations. */
  public int[] toArray() {
    return coordinates.clone();
  }

  /** The area inside the line, never negative; 0 for fewer than three points. */
  public double area() {
    long twice = 0;
    for (int i = 0, before = size() - 1; i < size(); before = i++) {
      twice += (long) x(before) * y(i) - (long) x(i) * y(before);
    }
    return Math.abs(twice) / 2.0;
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
