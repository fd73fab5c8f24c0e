package io.github.sam4j.core.image;

import io.github.sam4j.core.error.ImageFormatException;
import io.github.sam4j.core.geometry.ImageSize;

/** WebP's RIFF chunks: all there, and the size in the first one. */
final class WebpContainer {
  private static final int HEADER = 12;
  private static final int CHUNK_HEADER = 8;

  private WebpContainer() {}

  static ImageSize check(ImageBytes file) throws ImageFormatException {
    long end = CHUNK_HEADER + file.littleEndian(4, 4);
    file.require(0, end);
    for (long at = HEADER; at + CHUNK_HEADER <= end; ) {
      long length = file.littleEndian(at + 4, 4);
      file.require(at + CHUNK_HEADER, length);
      at += CHUNK_HEADER + length + (length & 1);
    }
    return size(file);
  }

  private static ImageSize size(ImageBytes file) throws ImageFormatException {
    String type = file.tag(HEADER);
    int data = HEADER + CHUNK_HEADER;
    return switch (type) {
      case "VP8 " ->
          file.size(
              file.littleEndian(data + 6, 2) & 0x3fff, file.littleEndian(data + 8, 2) & 0x3fff);
      case "VP8L" -> {
        long bits = file.littleEndian(data + 1, 4);
        yield file.size(1 + (bits & 0x3fff), 1 + (bits >> 14 & 0x3fff));
      }
      case "VP8X" ->
          file.size(1 + file.littleEndian(data + 4, 3), 1 + file.littleEndian(data + 7, 3));
      default -> throw file.fault("expected a WebP of VP8, VP8L or VP8X, found '" + type + "'");
    };
  }
}
