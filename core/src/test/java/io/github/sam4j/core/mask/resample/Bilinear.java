package io.github.sam4j.core.mask.resample;

import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.core.resample.BilinearAxis;

/** Bilinear interpolation of one float map in whole, row by row, by {@link BilinearAxis}. */
final class Bilinear {
  private Bilinear() {}

  /**
   * Resamples a map.
   *
   * @param map row-major, of {@code from.area()} values
   * @return row-major, of {@code to.area()} values
   * @throws IllegalArgumentException if the map has another length
   */
  static float[] resize(float[] map, ImageSize from, ImageSize to) {
    if (map.length != from.area()) {
      throw new IllegalArgumentException(
          "a map of %d x %d needs %d values, found %d"
              .formatted(from.width(), from.height(), from.area(), map.length));
    }
    BilinearAxis columns = new BilinearAxis(from.width(), to.width());
    BilinearAxis rows = new BilinearAxis(from.height(), to.height());
    float[] result = new float[Math.toIntExact(to.area())];
    float[] source = new float[from.width()];
    float[] row = new float[to.width()];
    // Two rows, in the slot of their parity: the two that a result needs are neighbours.
    float[][] kept = new float[2][to.width()];
    int[] keptRow = {-1, -1};
    for (int y = 0; y < to.height(); y++) {
      for (int at = rows.lower(y); at <= rows.upper(y); at++) {
        if (keptRow[at & 1] != at) {
          System.arraycopy(map, at * from.width(), source, 0, from.width());
          columns.along(source, kept[at & 1], 0, to.width());
          keptRow[at & 1] = at;
        }
      }
      float[] above = kept[rows.lower(y) & 1];
      float[] below = kept[rows.upper(y) & 1];
      rows.across(y, above, below, row, 0, to.width());
      System.arraycopy(row, 0, result, y * to.width(), to.width());
    }
    return result;
  }
}
