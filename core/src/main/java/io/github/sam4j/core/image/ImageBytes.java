package io.github.sam4j.core.image;

import io.github.sam4j.core.error.ImageFormatException;
import io.github.sam4j.core.geometry.ImageSize;
import java.nio.charset.StandardCharsets;

/**
 * A file's bytes with checked access: reading past the end is an {@link ImageFormatException} that
 * says where.
 *
 * @param bytes the whole file
 * @param name what messages call it
 */
record ImageBytes(byte[] bytes, String name) {
  int length() {
    return bytes.length;
  }

  /** Whether the file holds these Latin-1 characters at an offset. */
  boolean startsWith(int offset, String magic) {
    byte[] expected = magic.getBytes(StandardCharsets.ISO_8859_1);
    if (offset + expected.length > bytes.length) {
      return false;
    }
    for (int i = 0; i < expected.length; i++) {
      if (bytes[offset + i] != expected[i]) {
        return false;
      }
    }
    return true;
  }

  /** Refuses the file where it does not reach {@code count} bytes from {@code offset}. */
  void require(long offset, long count) throws ImageFormatException {
    if (offset < 0 || count < 0 || offset + count < 0 || offset + count > bytes.length) {
      throw new ImageFormatException(
          "%s: cut short: expected %d bytes at offset %d, found a file of %d bytes"
              .formatted(name, count, offset, bytes.length));
    }
  }

  int u8(long offset) throws ImageFormatException {
    require(offset, 1);
    return bytes[(int) offset] & 0xff;
  }

  /** Four characters that name a chunk. */
  String tag(long offset) throws ImageFormatException {
    require(offset, 4);
    return new String(bytes, (int) offset, 4, StandardCharsets.ISO_8859_1);
  }

  /** An unsigned number of up to 8 bytes, most significant first. */
  long bigEndian(long offset, int count) throws ImageFormatException {
    require(offset, count);
    long value = 0;
    for (int i = 0; i < count; i++) {
      value = value << 8 | (bytes[(int) offset + i] & 0xff);
    }
    return value;
  }

  /** An unsigned number of up to 8 bytes, least significant first. */
  long littleEndian(long offset, int count) throws ImageFormatException {
    require(offset, count);
    long value = 0;
    for (int i = count - 1; i >= 0; i--) {
      value = value << 8 | (bytes[(int) offset + i] & 0xff);
    }
    return value;
  }

  /** The size of a picture from a header's numbers. */
  ImageSize size(long width, long height) throws ImageFormatException {
    if (width < 1 || height < 1 || width > Integer.MAX_VALUE || height > Integer.MAX_VALUE) {
      throw fault("expected a size of at least one pixel, found " + width + " x " + height);
    }
    return new ImageSize((int) width, (int) height);
  }

  /** An error about this file. */
  ImageFormatException fault(String what) {
    return new ImageFormatException(name + ": " + what);
  }
}
