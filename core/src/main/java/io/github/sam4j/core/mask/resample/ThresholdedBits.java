package io.github.sam4j.core.mask.resample;

import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.core.mask.BitMask;
import io.github.sam4j.core.mask.BitMaskBuilder;
import java.util.Arrays;

/**
 * The mask of the pixels above a threshold. Each row of a batch adds its power of two to its
 * columns' sums, which then are eight bits for eight rows and only need to be transposed.
 */
final class ThresholdedBits implements ThresholdedPixels {
  // The last bit of a float this large counts ones, so that a sum's low bits are the rows' bits.
  private static final float ONES = 0x1p23f;
  private static final int ROW_BITS = (1 << ROWS) - 1;

  private final float threshold;
  private final BitMaskBuilder mask;
  private final float[] sums;
  private final long[] block = new long[ROWS];

  ThresholdedBits(float threshold, ImageSize size) {
    this.threshold = threshold;
    mask = new BitMaskBuilder(size);
    sums = new float[(size.width() + 63) & ~63];
  }

  /** The mask, once every pixel was given; to be asked for once. */
  BitMask mask() {
    return mask.build();
  }

  @Override
  public float threshold() {
    return threshold;
  }

  @Override
  public void word(int y, int k, long bits) {
    mask.word(k, y, bits);
  }

  @Override
  public void begin(int from, int end) {
    // The last word's padding too, of which no logits come.
    Arrays.fill(sums, from << 6, end << 6, ONES);
  }

  @Override
  public void add(int row, float[] logits, int start, int end) {
    ThresholdedPixels.addAbove(logits, start, end, threshold, 1 << row, sums);
  }

  @Override
  public void finish(int y, int rows, int from, int end) {
    for (int k = from; k < end; k++) {
      for (int i = 0; i < ROWS; i++) {
        block[i] = everyEighth((k << 6) + i);
      }
      transposeBytes(block);
      for (int row = 0; row < rows; row++) {
        mask.word(k, y + row, block[row]);
      }
    }
  }

  /** The rows' bits of every eighth of 64 columns, a byte for each, the first lowest. */
  private long everyEighth(int from) {
    long bytes = 0;
    for (int c = 0; c < 8; c++) {
      bytes |= (long) (Float.floatToRawIntBits(sums[from + 8 * c]) & ROW_BITS) << (8 * c);
    }
    return bytes;
  }

  /**
   * Transposes eight words in place, byte by byte: bit c of each byte of word r becomes bit r of
   * the same byte of word c (Hacker's Delight, 7-3).
   */
  private static void transposeBytes(long[] block) {
    swap(block, 4, 0x0F0F0F0F0F0F0F0FL);
    swap(block, 2, 0x3333333333333333L);
    swap(block, 1, 0x5555555555555555L);
  }

  private static void swap(long[] block, int half, long mask) {
    for (int i = 0; i < ROWS; i = (i + half + 1) & ~half) {
      long swap = (block[i] >>> half ^ block[i + half]) & mask;
      block[i] ^= swap << half;
      block[i + half] ^= swap;
    }
  }
}
