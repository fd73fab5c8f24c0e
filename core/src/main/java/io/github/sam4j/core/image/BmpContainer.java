package io.github.sam4j.core.image;

import io.github.sam4j.core.error.ImageFormatException;
import io.github.sam4j.core.geometry.ImageSize;

/** BMP's header, and whether the pixels it describes are there. */
final class BmpContainer {
  private static final int OLD_HEADER = 12;
  private static final int RGB = 0;
  private static final int BIT_FIELDS = 3;

  private BmpContainer() {}

  static ImageSize check(ImageBytes file) throws ImageFormatException {
    long pixels = file.littleEndian(10, 4);
    boolean old = file.littleEndian(14, 4) == OLD_HEADER;
    int side = old ? 2 : 4;
    long width = file.littleEndian(18, side);
    // A negative height means rows from the top.
    long height = old ? file.littleEndian(20, 2) : Math.abs((int) file.littleEndian(22, 4));
    ImageSize size = file.size(width, height);
    int bits = (int) file.littleEndian(old ? 24 : 28, 2);
    long compression = old ? RGB : file.littleEndian(30, 4);
    if (compression == RGB || compression == BIT_FIELDS) {
      file.require(pixels, (size.width() * (long) bits + 31) / 32 * 4 * size.height());
    } else {
      file.require(pixels, file.littleEndian(34, 4));
    }
    return size;
  }
}
