package io.github.sam4j.core.image;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * What {@code skimage.transform.resize(picture, (side, side), order=3, preserve_range=True,
 * anti_aliasing=True).astype(uint8)} gives: smoothed where it is made smaller, cubic splines,
 * limited to the picture's own range, cut off to whole numbers.
 *
 * <p>Since the last step cuts off, a plain area of 255 may become 254 there: sums are taken in the
 * same order here, over the three channels too, as over a third axis.
 *
 * <p>Takes 24 bytes a pixel of the picture while it works.
 */
final class CubicSplineResize {
  private static final int CHANNELS = 3;
  private static final int SUPPORT = CubicSplineAxis.SUPPORT;

  private final int width;
  private final int height;
  private final double[] values;
  private final double least;
  private final double most;

  private CubicSplineResize(SamImage picture) {
    width = picture.size().width();
    height = picture.size().height();
    byte[] rgb = picture.pixels();
    values = new double[rgb.length];
    double low = 255;
    double high = 0;
    for (int i = 0; i < rgb.length; i++) {
      values[i] = rgb[i] & 0xff;
      low = Math.min(low, values[i]);
      high = Math.max(high, values[i]);
    }
    least = low;
    most = high;
  }

  /** The picture as side x side pixels, interleaved. */
  static byte[] of(SamImage picture, int side) {
    if (picture.size().width() == side && picture.size().height() == side) {
      return picture.rgb();
    }
    CubicSplineResize resize = new CubicSplineResize(picture);
    resize.smooth(side);
    resize.coefficients();
    return resize.sampled(side);
  }

  private void smooth(int side) {
    int[] columns = IntStream.range(0, width * CHANNELS).toArray();
    GaussianSmoothing.smooth(values, columns, height, width * CHANNELS, sigma(height, side));
    int[] rows = new int[height * CHANNELS];
    Arrays.setAll(rows, i -> i / CHANNELS * width * CHANNELS + i % CHANNELS);
    GaussianSmoothing.smooth(values, rows, width, CHANNELS, sigma(width, side));
  }

  private static double sigma(int from, int to) {
    return Math.max(0, ((double) from / to - 1) / 2);
  }

  private void coefficients() {
    int row = width * CHANNELS;
    CubicSplineAxis.coefficients(values, 0, row, row, height);
    for (int y = 0; y < height; y++) {
      CubicSplineAxis.coefficients(values, y * row, CHANNELS, CHANNELS, width);
    }
    for (int i = 0; i < values.length; i += CHANNELS) {
      CubicSplineAxis.coefficients(values, i, 1, 1, CHANNELS);
    }
  }

  private byte[] sampled(int side) {
    Taps rows = Taps.of(height, side, width * CHANNELS);
    Taps columns = Taps.of(width, side, CHANNELS);
    Taps channels = Taps.of(CHANNELS, CHANNELS, 1);
    byte[] result = new byte[side * side * CHANNELS];
    IntStream.range(0, side)
        .parallel()
        .forEach(
            y -> {
              int at = y * side * CHANNELS;
              for (int x = 0; x < side; x++) {
                for (int c = 0; c < CHANNELS; c++) {
                  double value = sample(rows, y, columns, x, channels, c);
                  result[at++] = (byte) (int) Math.max(least, Math.min(most, value));
                }
              }
            });
    return result;
  }

  private double sample(Taps rows, int y, Taps columns, int x, Taps channels, int c) {
    double sum = 0;
    for (int i = y * SUPPORT; i < (y + 1) * SUPPORT; i++) {
      for (int j = x * SUPPORT; j < (x + 1) * SUPPORT; j++) {
        int pixel = rows.offsets[i] + columns.offsets[j];
        for (int k = c * SUPPORT; k < (c + 1) * SUPPORT; k++) {
          sum +=
              values[pixel + channels.offsets[k]]
                  * rows.weights[i]
                  * columns.weights[j]
                  * channels.weights[k];
        }
      }
    }
    return sum;
  }

  /** Where the coefficients of each sample along an axis lie, and what they count. */
  private record Taps(int[] offsets, double[] weights) {
    static Taps of(int from, int to, int stride) {
      CubicSplineAxis axis = new CubicSplineAxis(from, to);
      int[] offsets = new int[to * SUPPORT];
      double[] weights = new double[to * SUPPORT];
      for (int i = 0; i < to; i++) {
        int first = axis.first(i);
        System.arraycopy(axis.weights(i), 0, weights, i * SUPPORT, SUPPORT);
        for (int k = 0; k < SUPPORT; k++) {
          offsets[i * SUPPORT + k] = stride * MirroredAxis.index(first + k, from);
        }
      }
      return new Taps(offsets, weights);
    }
  }
}
