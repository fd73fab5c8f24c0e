package io.github.sam4j.core.image;

import io.github.sam4j.core.error.ImageFormatException;
import io.github.sam4j.core.geometry.ImageSize;

/**
 * The first directory of a TIFF or BigTIFF: the picture's size, and whether its strips or tiles are
 * there.
 */
final class TiffContainer {
  private static final int WIDTH = 256;
  private static final int HEIGHT = 257;
  private static final int BITS = 258;
  private static final int STRIP_OFFSETS = 273;
  private static final int STRIP_LENGTHS = 279;
  private static final int TILE_OFFSETS = 324;
  private static final int TILE_LENGTHS = 325;
  private static final int EXTRA_SAMPLES = 338;
  private static final int SAMPLE_FORMAT = 339;
  private static final int UNSIGNED = 1;
  private static final int ASSOCIATED_ALPHA = 1;
  private static final int UNASSOCIATED_ALPHA = 2;

  private final ImageBytes file;
  private final boolean bigEndian;

  /** Bytes of an offset: 8 in a BigTIFF, else 4. */
  private final int word;

  private TiffContainer(ImageBytes file) throws ImageFormatException {
    this.file = file;
    this.bigEndian = file.startsWith(0, "MM");
    this.word = number(2, 2) == 43 ? 8 : 4;
  }

  static ImageSize check(ImageBytes file) throws ImageFormatException {
    return new TiffContainer(file).check();
  }

  /**
   * The file in a form from which libtiff gives colours as stored: it would multiply them by an
   * alpha marked as unassociated, so a copy marks it as associated.
   */
  static byte[] withStoredColors(ImageBytes file) throws ImageFormatException {
    TiffContainer tiff = new TiffContainer(file);
    long directory = tiff.number(tiff.word, tiff.word);
    long at = tiff.entry(directory, EXTRA_SAMPLES);
    if (at < 0 || tiff.value(directory, EXTRA_SAMPLES) != UNASSOCIATED_ALPHA) {
      return file.bytes();
    }
    byte[] copy = file.bytes().clone();
    int value = (int) tiff.start(EXTRA_SAMPLES, at);
    int bytes = tiff.bytesPerValue(EXTRA_SAMPLES, at);
    copy[tiff.bigEndian ? value + bytes - 1 : value] = ASSOCIATED_ALPHA;
    return copy;
  }

  private ImageSize check() throws ImageFormatException {
    long directory = number(word, word);
    long width = value(directory, WIDTH);
    long height = value(directory, HEIGHT);
    checkSamples(directory);
    checkParts(directory, STRIP_OFFSETS, STRIP_LENGTHS);
    checkParts(directory, TILE_OFFSETS, TILE_LENGTHS);
    return file.size(width, height);
  }

  private void checkSamples(long directory) throws ImageFormatException {
    long bits = entry(directory, BITS) < 0 ? 1 : value(directory, BITS);
    long format = entry(directory, SAMPLE_FORMAT) < 0 ? 1 : value(directory, SAMPLE_FORMAT);
    if (bits > 16 || format != UNSIGNED) {
      throw file.fault(
          "expected unsigned samples of at most 16 bits, found %d bits of TIFF sample format %d"
              .formatted(bits, format));
    }
  }

  private void checkParts(long directory, int offsets, int lengths) throws ImageFormatException {
    long at = entry(directory, offsets);
    long other = entry(directory, lengths);
    if (at < 0 || other < 0) {
      return;
    }
    long count = Math.min(number(at + 4, word), number(other + 4, word));
    int offsetBytes = bytesPerValue(offsets, at);
    int lengthBytes = bytesPerValue(lengths, other);
    long offsetsAt = start(offsets, at);
    long lengthsAt = start(lengths, other);
    for (long i = 0; i < count; i++) {
      file.require(
          number(offsetsAt + i * offsetBytes, offsetBytes),
          number(lengthsAt + i * lengthBytes, lengthBytes));
    }
  }

  /** The first value of a tag that holds unsigned numbers; 0 where there is no such tag. */
  private long value(long directory, int tag) throws ImageFormatException {
    long at = entry(directory, tag);
    if (at < 0) {
      return 0;
    }
    if (number(at + 4, word) < 1) {
      throw file.fault("expected a value in the TIFF tag %d, found none".formatted(tag));
    }
    return number(start(tag, at), bytesPerValue(tag, at));
  }

  /** Where the values of the entry at {@code at} begin: inside the entry where they fit. */
  private long start(int tag, long at) throws ImageFormatException {
    long inline = at + 4 + word;
    long start =
        number(at + 4, word) <= word / bytesPerValue(tag, at) ? inline : number(inline, word);
    file.require(start, 0);
    return start;
  }

  private int bytesPerValue(int tag, long at) throws ImageFormatException {
    return switch ((int) number(at + 2, 2)) {
      case 1 -> 1;
      case 3 -> 2;
      case 4, 13 -> 4;
      case 16, 18 -> 8;
      default -> throw file.fault("expected whole numbers in the TIFF tag " + tag);
    };
  }

  /** Where a tag's entry begins, or -1. */
  private long entry(long directory, int tag) throws ImageFormatException {
    int countBytes = word == 8 ? 8 : 2;
    int entryBytes = word == 8 ? 20 : 12;
    long count = number(directory, countBytes);
    // The word after the entries leads to the next directory.
    file.require(
        directory + countBytes, count < 0 || count > 0xffff ? -1 : count * entryBytes + word);
    for (long i = 0; i < count; i++) {
      long at = directory + countBytes + i * entryBytes;
      if (number(at, 2) == tag) {
        return at;
      }
    }
    return -1;
  }

  private long number(long offset, int bytes) throws ImageFormatException {
    return bigEndian ? file.bigEndian(offset, bytes) : file.littleEndian(offset, bytes);
  }
}
