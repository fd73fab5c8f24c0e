package io.github.sam4j.detectors.image;

import io.github.sam4j.core.image.SamImage;
import java.util.stream.IntStream;

/**
 * Applies one filter along a picture's rows and another along its columns.
 *
 * <p>Thread-safe: no state.
 */
final class SeparableFilter {
  private static final int CHANNELS = 3;

  private SeparableFilter() {}

  /**
   * The filtered picture.
   *
   * @param across along a row: one output for each new column
   * @param down along a column: one output for each new row
   * @param eightBits whether each of the two passes rounds to whole values from 0 to 255
   * @return (down.outputs, across.outputs, 3) on the scale of 0 to 255
   */
  static float[] apply(SamImage image, FilterTaps across, FilterTaps down, boolean eightBits) {
    int height = image.size().height();
    int stride = across.outputs() * CHANNELS;
    float[] wide = new float[Math.multiplyExact(height, stride)];
    byte[] rgb = image.rgb();
    int width = image.size().width();
    IntStream.range(0, height)
        .parallel()
        .forEach(y -> store(across(rgb, y * width, across), wide, y * stride, eightBits));
    float[] target = new float[Math.multiplyExact(down.outputs(), stride)];
    IntStream.range(0, down.outputs())
        .parallel()
        .forEach(y -> store(down(wide, y, stride, down), target, y * stride, eightBits));
    return target;
  }

  /** One row; sums in double, in which those of fixed-point weights are exact. */
  private static double[] across(byte[] source, int sourcePixel, FilterTaps taps) {
    double[] weights = taps.weights();
    double[] sums = new double[taps.outputs() * CHANNELS];
    for (int x = 0; x < taps.outputs(); x++) {
      double red = 0;
      double green = 0;
      double blue = 0;
      int in = (sourcePixel + taps.first()[x]) * CHANNELS;
      int end = taps.offset()[x + 1];
      for (int k = taps.offset()[x]; k < end; k++, in += CHANNELS) {
        double weight = weights[k];
        red += (source[in] & 0xff) * weight;
        green += (source[in + 1] & 0xff) * weight;
        blue += (source[in + 2] & 0xff) * weight;
      }
      sums[x * CHANNELS] = red;
      sums[x * CHANNELS + 1] = green;
      sums[x * CHANNELS + 2] = blue;
    }
    return sums;
  }

  /** Output row {@code y} of rows {@code stride} values long. */
  private static double[] down(float[] source, int y, int stride, FilterTaps taps) {
    double[] sums = new double[stride];
    int begin = taps.offset()[y];
    for (int k = begin; k < taps.offset()[y + 1]; k++) {
      double weight = taps.weights()[k];
      int in = (taps.first()[y] + k - begin) * stride;
      for (int i = 0; i < stride; i++) {
        sums[i] += source[in + i] * weight;
      }
    }
    return sums;
  }

  private static void store(double[] sums, float[] target, int at, boolean eightBits) {
    for (int i = 0; i < sums.length; i++) {
      double value = sums[i];
      target[at + i] =
          (float) (eightBits ? Math.min(255, Math.max(0, Math.floor(value + 0.5))) : value);
    }
  }
}
