package io.github.sam4j.core.mask;

/** Turns rows into columns, 64 x 64 bits at a time. */
final class BitTranspose {
  private BitTranspose() {}

  /**
   * Transposes in place: bit c of word r becomes bit r of word c. Halves swap their off-diagonal
   * quarters, then their halves do the same (Hacker's Delight, 7-3).
   */
  static void transpose(long[] block) {
    long mask = 0xFFFFFFFFL;
    for (int half = 32; half != 0; half >>>= 1, mask ^= mask << half) {
      for (int i = 0; i < 64; i = (i + half + 1) & ~half) {
        long swap = (block[i] >>> half ^ block[i + half]) & mask;
        block[i] ^= swap << half;
        block[i + half] ^= swap;
      }
    }
  }

  /**
   * Columns 64 k to 64 k + 63 of a mask: bit y of column c is bit y % 64 of word {@code [c][y /
   * 64]}.
   */
  static void columns(BitMask mask, int k, long[][] columns) {
    long[] block = new long[64];
    int height = mask.size().height();
    for (int y = 0; y < height; y += 64) {
      for (int i = 0; i < 64; i++) {
        block[i] = y + i < height ? mask.word(k, y + i) : 0;
      }
      transpose(block);
      for (int i = 0; i < 64; i++) {
        columns[i][y >>> 6] = block[i];
      }
    }
  }

  /** The reverse of {@link #columns}, into a mask's words. */
  static void rows(long[][] columns, int k, long[] words, int stride, int height) {
    long[] block = new long[64];
    for (int y = 0; y < height; y += 64) {
      for (int i = 0; i < 64; i++) {
        block[i] = columns[i][y >>> 6];
      }
      transpose(block);
      for (int i = 0; i < 64 && y + i < height; i++) {
        words[(y + i) * stride + k] = block[i];
      }
    }
  }
}
