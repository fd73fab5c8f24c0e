package io.github.sam4j.cli.evaluate;

import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.core.mask.BitMask;

/** Simple masks. */
final class Regions {
  private Regions() {}

  /** Columns x0 to x1 of rows y0 to y1, all inside. */
  static BitMask rectangle(ImageSize size, int x0, int y0, int x1, int y1) {
    return new PixelBox(x0, y0, x1, y1).mask(size);
  }

  /** An instance of a map of its own. */
  static Instance instance(BitMask truth) {
    ImageSize size = truth.size();
    char[] ids = new char[Math.toIntExact(size.area())];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = truth.get(i % size.width(), i / size.width()) ? (char) 1 : 0;
    }
    return Instance.of(new IdMap("map.png", size, ids), 1);
  }
}
