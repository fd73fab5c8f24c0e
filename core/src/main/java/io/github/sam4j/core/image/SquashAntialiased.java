package io.github.sam4j.core.image;

import io.github.sam4j.core.geometry.ImageSize;
import java.util.stream.IntStream;

/**
 * SAM 2's way (torchvision's {@code Resize} of a float tensor, then {@code Normalize}): the whole
 * picture, whatever its shape, fills the square input; values from 0 to 1 are resized by an
 * antialiased bilinear filter without rounding, then normalised.
 *
 * <p>The filter is a triangle whose support grows with the downscale; columns first, then rows.
 * Sums are double, so that results agree with the reference's to 1e-6.
 *
 * @param side S, from 1 to 8192
 * @param normalization of values from 0 to 255
 */
public record SquashAntialiased(int side, Normalization normalization) implements InputTransform {
  private static final int CHANNELS = 3;

  /** Checks the side. */
  public SquashAntialiased {
    ModelInput.requireSide(side);
  }

  @Override
  public ImageGeometry geometry(ImageSize picture) {
    return ImageGeometry.squashed(picture, side);
  }

  @Override
  public float[] pixels(SamImage picture) {
    int height = picture.size().height();
    TriangleTaps columns = TriangleTaps.of(picture.size().width(), side);
    TriangleTaps rows = TriangleTaps.of(height, side);
    byte[] rgb = picture.pixels();
    int width = side * CHANNELS;
    float[][] wide = new float[height][];
    IntStream.range(0, height)
        .parallel()
        .forEach(y -> wide[y] = across(rgb, y * picture.size().width() * CHANNELS, columns));
    float[] pixels = new float[side * width];
    double[] scale = new double[CHANNELS];
    double[] shift = new double[CHANNELS];
    for (int c = 0; c < CHANNELS; c++) {
      scale[c] = 1.0 / normalization.std()[c];
      shift[c] = normalization.mean()[c] * scale[c];
    }
    IntStream.range(0, side)
        .parallel()
        .forEach(y -> down(wide, rows, y, pixels, y * width, scale, shift));
    return pixels;
  }

  private static float[] across(byte[] rgb, int from, TriangleTaps taps) {
    int outputs = taps.first().length;
    float[] row = new float[outputs * CHANNELS];
    for (int x = 0; x < outputs; x++) {
      double red = 0;
      double green = 0;
      double blue = 0;
      int in = from + taps.first()[x] * CHANNELS;
      for (int k = taps.offset()[x]; k < taps.offset()[x + 1]; k++, in += CHANNELS) {
        double weight = taps.weights()[k];
        red += weight * (rgb[in] & 0xff);
        green += weight * (rgb[in + 1] & 0xff);
        blue += weight * (rgb[in + 2] & 0xff);
      }
      row[x * CHANNELS] = (float) red;
      row[x * CHANNELS + 1] = (float) green;
      row[x * CHANNELS + 2] = (float) blue;
    }
    return row;
  }

  private static void down(
      float[][] wide,
      TriangleTaps taps,
      int y,
      float[] pixels,
      int at,
      double[] scale,
      double[] shift) {
    int width = wide[0].length;
    double[] sums = new double[width];
    for (int k = taps.offset()[y]; k < taps.offset()[y + 1]; k++) {
      float[] row = wide[taps.first()[y] + k - taps.offset()[y]];
      double weight = taps.weights()[k];
      for (int i = 0; i < width; i++) {
        sums[i] += weight * row[i];
      }
    }
    for (int i = 0; i < width; i++) {
      int c = i % CHANNELS;
      pixels[at + i] = (float) (sums[i] * scale[c] - shift[c]);
    }
  }
}
