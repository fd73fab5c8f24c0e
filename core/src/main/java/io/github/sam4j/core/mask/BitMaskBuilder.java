package io.github.sam4j.core.mask;

import io.github.sam4j.core.geometry.ImageSize;
import java.util.Objects;

/**
 * Fills a {@link BitMask} by words of 64 pixels; what is not set stays outside. The mask takes the
 * words over without a copy. For one thread.
 */
public final class BitMaskBuilder {
  private static final long[] HANDED_OVER = {};

  private final ImageSize size;
  private final int stride;
  private final long lastPixels;
  private long[] words;

  /** For a mask of this size. */
  public BitMaskBuilder(ImageSize size) {
    this.size = size;
    stride = BitMask.stride(size.width());
    lastPixels = BitMask.pixels(size.width(), stride - 1);
    words = BitMask.words(size);
  }

  /**
   * Sets the pixels 64 k to 64 k + 63 of row {@code y}, in place of what was there.
   *
   * @param bits the leftmost pixel is the lowest bit; bits past the row's end are dropped
   * @throws IndexOutOfBoundsException if there is no such word, or the mask has been built
   */
  public void word(int k, int y, long bits) {
    Objects.checkIndex(k, stride);
    words[y * stride + k] = k == stride - 1 ? bits & lastPixels : bits;
  }

  /**
   * The mask, once.
   *
   * @throws IllegalStateException if it has been built before
   */
  public BitMask build() {
    if (words == HANDED_OVER) {
      throw new IllegalStateException("this mask has been built");
    }
    BitMask mask = new BitMask(size, words);
    words = HANDED_OVER;
    return mask;
  }
}
