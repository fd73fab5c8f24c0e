package io.github.sam4j.core.image;

import io.github.sam4j.core.error.ImageFormatException;
import io.github.sam4j.core.geometry.ImageSize;

/**
 * Recognises a picture's format by its first bytes, checks that the file is whole as far as its
 * container tells, and reads the size that it claims. No pixel is decoded.
 */
final class ImageContainer {
  private ImageContainer() {}

  /**
   * Checks a file.
   *
   * @return the size as stored, before any EXIF orientation
   * @throws ImageFormatException if the file is empty, of another kind, or cut short
   */
  static ImageSize check(ImageBytes file) throws ImageFormatException {
    if (file.length() == 0) {
      throw file.fault("expected a picture, found an empty file");
    }
    if (file.startsWith(0, PngContainer.SIGNATURE)) {
      return PngContainer.check(file);
    }
    if (file.startsWith(0, "\u00ff\u00d8\u00ff")) {
      return JpegContainer.check(file);
    }
    if (file.startsWith(0, "RIFF") && file.startsWith(8, "WEBP")) {
      return WebpContainer.check(file);
    }
    if (isTiff(file)) {
      return TiffContainer.check(file);
    }
    if (file.startsWith(0, "BM")) {
      return BmpContainer.check(file);
    }
    throw file.fault("expected a PNG, JPEG, WebP, TIFF or BMP picture, found none of these");
  }

  static boolean isTiff(ImageBytes file) {
    return file.startsWith(0, "II*\0")
        || file.startsWith(0, "MM\0*")
        || file.startsWith(0, "II+\0")
        || file.startsWith(0, "MM\0+");
  }
}
