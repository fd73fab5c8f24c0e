package io.github.sam4j.core.image;

import io.github.sam4j.core.error.ImageFormatException;
import io.github.sam4j.core.geometry.ImageSize;
import org.jspecify.annotations.Nullable;

/**
 * JPEG's markers, from the start of the picture to its end marker.
 *
 * <p>Segments are skipped by their length, so a thumbnail inside EXIF is never taken for the
 * picture; what follows the end marker is not looked at.
 */
final class JpegContainer {
  private static final int END = 0xd9;
  private static final int SCAN = 0xda;

  private JpegContainer() {}

  static ImageSize check(ImageBytes file) throws ImageFormatException {
    @Nullable ImageSize size = null;
    boolean scan = false;
    int at = 2;
    while (true) {
      at = nextMarker(file, at);
      int marker = file.u8(at++);
      if (marker == END) {
        break;
      }
      if (marker == 0x01 || marker == 0xd8) {
        continue;
      }
      long length = file.bigEndian(at, 2);
      file.require(at, length);
      if (isFrame(marker) && size == null) {
        size = file.size(file.bigEndian(at + 5, 2), file.bigEndian(at + 3, 2));
      }
      scan |= marker == SCAN;
      at += (int) length;
    }
    if (size == null || !scan) {
      throw file.fault("expected a JPEG with a frame and a scan, found its end before");
    }
    return size;
  }

  /**
   * The offset of the next marker's code. Entropy-coded data is passed over with what it may
   * contain: stuffed zeros, restart markers, fill bytes.
   */
  private static int nextMarker(ImageBytes file, int from) throws ImageFormatException {
    byte[] bytes = file.bytes();
    for (int i = from; i + 1 < bytes.length; i++) {
      if (bytes[i] == (byte) 0xff) {
        int code = bytes[i + 1] & 0xff;
        if (code != 0 && code != 0xff && !(code >= 0xd0 && code <= 0xd7)) {
          return i + 1;
        }
      }
    }
    throw file.fault("cut short: the JPEG's end marker is missing");
  }

  /** SOF0 to SOF15, less the codes between them that mean tables and extensions. */
  private static boolean isFrame(int marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
  }
}
