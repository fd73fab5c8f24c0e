package io.github.sam4j.cli.evaluate;

import io.github.sam4j.core.geometry.Box;
import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.core.mask.BitMask;

/**
 * A box of whole pixels, from the first column and row to the last, both inside.
 *
 * @param x0 first column
 * @param y0 first row
 * @param x1 last column
 * @param y1 last row
 */
record PixelBox(int x0, int y0, int x1, int y1) {
  /** The box of a mask, whose edges are pixels. */
  static PixelBox of(Box box) {
    return new PixelBox((int) box.x0(), (int) box.y0(), (int) box.x1(), (int) box.y1());
  }

  /** Its pixels. */
  BitMask mask(ImageSize size) {
    return BitMask.of(size, (x, y) -> x >= x0 && x <= x1 && y >= y0 && y <= y1);
  }
}
