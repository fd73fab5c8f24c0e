package io.github.sam4j.core.image;

import io.github.sam4j.core.error.ImageFormatException;
import io.github.sam4j.core.geometry.ImageSize;
import java.util.zip.CRC32;

/** PNG's chunks: all there up to IEND, with right checksums where the picture depends on them. */
final class PngContainer {
  static final String SIGNATURE = "\u0089PNG\r\n\u001a\n";

  /** Length, type and checksum. */
  private static final int CHUNK_FRAME = 12;

  private PngContainer() {}

  static ImageSize check(ImageBytes file) throws ImageFormatException {
    long at = SIGNATURE.length();
    if (!file.tag(at + 4).equals("IHDR")) {
      throw file.fault("expected a PNG's IHDR chunk first, found '" + file.tag(at + 4) + "'");
    }
    ImageSize size = file.size(file.bigEndian(at + 8, 4), file.bigEndian(at + 12, 4));
    boolean data = false;
    while (true) {
      long length = file.bigEndian(at, 4);
      String type = file.tag(at + 4);
      file.require(at, CHUNK_FRAME + length);
      if (Character.isUpperCase(type.charAt(0))) {
        checkSum(file, (int) at, (int) length, type);
      }
      data |= type.equals("IDAT");
      if (type.equals("IEND")) {
        break;
      }
      at += CHUNK_FRAME + length;
    }
    if (!data) {
      throw file.fault("expected a PNG with an IDAT chunk, found none");
    }
    return size;
  }

  private static void checkSum(ImageBytes file, int at, int length, String type)
      throws ImageFormatException {
    CRC32 sum = new CRC32();
    sum.update(file.bytes(), at + 4, 4 + length);
    if (sum.getValue() != file.bigEndian(at + 8L + length, 4)) {
      throw file.fault("the PNG chunk '" + type + "' at offset " + at + " has a wrong checksum");
    }
  }
}
