package io.github.sam4j.core.image;

import io.github.sam4j.core.geometry.ImageSize;
import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Antialiased bilinear resizing of interleaved 8-bit RGB, equal to Pillow's {@code
 * Image.resize(size, BILINEAR)} to the last bit.
 *
 * <p>A triangle filter whose support grows with the downscale, applied along the rows first and
 * then along the columns; each pass rounds to 8 bits. A pass whose side does not change is left
 * out. SAM's published preprocessing is this resampler, so any other one moves every embedding.
 *
 * <p>Thread-safe: no state.
 */
final class AntialiasedBilinear {
  private static final int CHANNELS = 3;

  /** Below this many filter taps in all, threads cost more than they bring. */
  private static final long PARALLEL_TAPS = 1 << 20;

  private AntialiasedBilinear() {}

  /**
   * Resizes a picture.
   *
   * @param rgb {@code from.height} rows of {@code from.width} pixels of three bytes; not changed
   * @param from the picture's size
   * @param to the size wanted
   * @return a new array, {@code to.height} rows of {@code to.width} pixels of three bytes
   * @throws IllegalArgumentException if a pass would not fit an array
   */
  static byte[] resize(byte[] rgb, ImageSize from, ImageSize to) {
    byte[] wide = rgb;
    if (from.width() != to.width()) {
      byte[] target = new byte[bytes(to.width(), from.height())];
      ResamplingTaps taps = ResamplingTaps.triangle(from.width(), to.width());
      rows(
          from.height(),
          (long) taps.count() * from.height(),
          y -> horizontal(rgb, y * from.width(), target, y * to.width(), taps));
      wide = target;
    }
    if (from.height() == to.height()) {
      return wide == rgb ? rgb.clone() : wide;
    }
    byte[] source = wide;
    byte[] target = new byte[bytes(to.width(), to.height())];
    ResamplingTaps taps = ResamplingTaps.triangle(from.height(), to.height());
    rows(
        to.height(),
        (long) taps.count() * to.width(),
        y -> vertical(source, target, y, to.width() * CHANNELS, taps));
    return target;
  }

  /** One row; offsets in pixels. */
  private static void horizontal(
      byte[] source, int sourcePixel, byte[] target, int targetPixel, ResamplingTaps taps) {
    int[] weights = taps.weights();
    int out = targetPixel * CHANNELS;
    for (int x = 0; x < taps.outputs(); x++) {
      int red = ResamplingTaps.HALF;
      int green = ResamplingTaps.HALF;
      int blue = ResamplingTaps.HALF;
      int in = (sourcePixel + taps.first()[x]) * CHANNELS;
      int end = taps.offset()[x + 1];
      for (int k = taps.offset()[x]; k < end; k++, in += CHANNELS) {
        int weight = weights[k];
        red += (source[in] & 0xff) * weight;
        green += (source[in + 1] & 0xff) * weight;
        blue += (source[in + 2] & 0xff) * weight;
      }
      target[out] = ResamplingTaps.toByte(red);
      target[out + 1] = ResamplingTaps.toByte(green);
      target[out + 2] = ResamplingTaps.toByte(blue);
      out += CHANNELS;
    }
  }

  /** Output row {@code y}; {@code stride} bytes a row. */
  private static void vertical(
      byte[] source, byte[] target, int y, int stride, ResamplingTaps taps) {
    int[] sums = new int[stride];
    Arrays.fill(sums, ResamplingTaps.HALF);
    int begin = taps.offset()[y];
    for (int k = begin; k < taps.offset()[y + 1]; k++) {
      int weight = taps.weights()[k];
      int in = (taps.first()[y] + k - begin) * stride;
      for (int i = 0; i < stride; i++) {
        sums[i] += (source[in + i] & 0xff) * weight;
      }
    }
    int out = y * stride;
    for (int i = 0; i < stride; i++) {
      target[out + i] = ResamplingTaps.toByte(sums[i]);
    }
  }

  private static void rows(int count, long taps, IntConsumer row) {
    IntStream range = IntStream.range(0, count);
    (taps < PARALLEL_TAPS ? range : range.parallel()).forEach(row);
  }

  private static int bytes(int width, int height) {
    long bytes = (long) width * height * CHANNELS;
    if (bytes > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "a picture of %d x %d pixels does not fit an array".formatted(width, height));
    }
    return (int) bytes;
  }
}
