package io.github.sam4j.core.mask;

import io.github.sam4j.core.geometry.ImageSize;
import java.util.Arrays;

/**
 * A mask as COCO's run lengths: the picture read column by column, from the top; first a run of
 * pixels outside (0 long where the first pixel is inside), then one of pixels inside, and so on.
 *
 * <p>Immutable.
 *
 * @param size the picture's size
 * @param counts the lengths of the runs, none negative, which add up to the size's area
 */
public record Rle(ImageSize size, int[] counts) {
  /**
   * Takes a copy of the counts.
   *
   * @throws IllegalArgumentException if a count is negative or they do not add up to the area
   */
  public Rle {
    counts = counts.clone();
    long sum = 0;
    for (int count : counts) {
      if (count < 0) {
        throw new IllegalArgumentException("a run length must not be negative, found " + count);
      }
      sum += count;
    }
    if (sum != size.area()) {
      throw new IllegalArgumentException(
          "the run lengths of a mask of %d x %d must add up to %d, found %d"
              .formatted(size.width(), size.height(), size.area(), sum));
    }
  }

  /** The lengths of the runs, as a copy. */
  @Override
  public int[] counts() {
    return counts.clone();
  }

  /** Encodes a mask. */
  public static Rle of(BitMask mask) {
    int height = mask.size().height();
    // A run is at most as long as the picture is large, and has to be an int.
    Math.toIntExact(mask.size().area());
    RunLengths runs = new RunLengths();
    long[][] columns = new long[64][(height + 63) >>> 6];
    long before = 0;
    for (int k = 0; k < mask.stride(); k++) {
      BitTranspose.columns(mask, k, columns);
      int width = Math.min(64, mask.size().width() - (k << 6));
      for (int c = 0; c < width; c++) {
        int start = ((k << 6) + c) * height;
        for (int y = 0; y < height; y += 64) {
          long word = columns[c][y >>> 6];
          int rows = Math.min(64, height - y);
          // A bit of 1 wherever a pixel differs from the one before it.
          long turns = word ^ (word << 1 | before);
          if (rows < 64) {
            turns &= (1L << rows) - 1;
          }
          before = word >>> (rows - 1) & 1;
          for (; turns != 0; turns &= turns - 1) {
            runs.turn(start + y + Long.numberOfTrailingZeros(turns));
          }
        }
      }
    }
    return new Rle(mask.size(), runs.finish((int) mask.size().area()));
  }

  /** Decodes to the mask. */
  public BitMask toMask() {
    int height = size.height();
    int stride = BitMask.stride(size.width());
    long[] words = BitMask.words(size);
    long[][] columns = new long[64][(height + 63) >>> 6];
    int run = 0;
    long position = 0;
    long end = counts[0];
    for (int k = 0; k < stride; k++) {
      for (long[] column : columns) {
        Arrays.fill(column, 0);
      }
      long first = (long) k * 64 * height;
      long limit = Math.min(first + 64L * height, size.area());
      while (position < limit) {
        long stop = Math.min(end, limit);
        if ((run & 1) == 1) {
          fill(columns, position - first, stop - first, height);
        }
        position = stop;
        while (position == end && run + 1 < counts.length) {
          end += counts[++run];
        }
      }
      BitTranspose.rows(columns, k, words, stride, height);
    }
    return new BitMask(size, words);
  }

  private static void fill(long[][] columns, long from, long to, int height) {
    while (from < to) {
      int column = (int) (from / height);
      int y = (int) (from % height);
      int end = (int) Math.min(height, y + (to - from));
      from += end - y;
      while (y < end) {
        int stop = Math.min(end, (y | 63) + 1);
        columns[column][y >>> 6] |= (-1L >>> (64 - (stop - y))) << y;
        y = stop;
      }
    }
  }

  /** Pixels inside. */
  public long area() {
    long area = 0;
    for (int i = 1; i < counts.length; i += 2) {
      area += counts[i];
    }
    return area;
  }

  /** The counts as COCO's tools compress them to a string of printable ASCII. */
  public String toCocoString() {
    return CocoString.encode(counts);
  }

  /**
   * Reads COCO's compressed string.
   *
   * @throws IllegalArgumentException if it is no such string or not of a mask of that size
   */
  public static Rle fromCocoString(ImageSize size, String text) {
    return new Rle(size, CocoString.decode(text));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Rle rle && size.equals(rle.size) && Arrays.equals(counts, rle.counts);
  }

  @Override
  public int hashCode() {
    return 31 * size.hashCode() + Arrays.hashCode(counts);
  }

  @Override
  public String toString() {
    return "Rle[%d x %d, %d runs]".formatted(size.width(), size.height(), counts.length);
  }
}
