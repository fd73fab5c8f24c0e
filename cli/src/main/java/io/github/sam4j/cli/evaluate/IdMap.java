package io.github.sam4j.cli.evaluate;

import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.core.mask.BitMask;
import java.util.SortedMap;
import java.util.TreeMap;

/** Which object each pixel of a picture belongs to: ids from 1, 0 where nothing is said. */
final class IdMap {
  private final String name;
  private final ImageSize size;
  private final char[] ids;

  /**
   * Takes the array over.
   *
   * @param name its file's name
   * @param ids one for each pixel, row-major
   */
  IdMap(String name, ImageSize size, char[] ids) {
    if (ids.length != size.area()) {
      throw new IllegalArgumentException(
          "a map of %d x %d needs %d ids, found %d"
              .formatted(size.width(), size.height(), size.area(), ids.length));
    }
    this.name = name;
    this.size = size;
    this.ids = ids;
  }

  String name() {
    return name;
  }

  ImageSize size() {
    return size;
  }

  /** Pixels of each object, in the order of ids. */
  SortedMap<Integer, Integer> areas() {
    int[] counts = new int[Character.MAX_VALUE + 1];
    for (char id : ids) {
      counts[id]++;
    }
    SortedMap<Integer, Integer> areas = new TreeMap<>();
    for (int id = 1; id < counts.length; id++) {
      if (counts[id] > 0) {
        areas.put(id, counts[id]);
      }
    }
    return areas;
  }

  /** The pixels of an object. */
  BitMask mask(int id) {
    return BitMask.of(size, (x, y) -> ids[y * size.width() + x] == id);
  }
}
