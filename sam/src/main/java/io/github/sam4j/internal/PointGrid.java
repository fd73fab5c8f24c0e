package io.github.sam4j.internal;

import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.core.geometry.PixelPoint;
import java.util.ArrayList;
import java.util.List;

/** The grid of clicks of automatic masks, as segment-anything's amg.build_point_grid lays it. */
public final class PointGrid {
  private PointGrid() {}

  /**
   * Evenly spaced points over a picture, row by row, half a step from its edges.
   *
   * @param perSide points along each side, at least 1
   */
  public static List<PixelPoint> over(ImageSize size, int perSide) {
    List<PixelPoint> points = new ArrayList<>(perSide * perSide);
    for (int row = 0; row < perSide; row++) {
      for (int column = 0; column < perSide; column++) {
        points.add(
            new PixelPoint(
                place(column, perSide) * size.width(), place(row, perSide) * size.height()));
      }
    }
    return points;
  }

  /** NumPy's linspace(1 / 2n, 1 - 1 / 2n, n). */
  private static double place(int index, int count) {
    double first = 1 / (2.0 * count);
    if (count == 1) {
      return first;
    }
    double last = 1 - first;
    return index == count - 1 ? last : first + index * ((last - first) / (count - 1));
  }
}
