package io.github.sam4j.core.image;

import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.core.resample.BilinearAxis;
import java.util.stream.IntStream;

/**
 * A picture squashed into the whole of a square input, whatever its shape, as models do that were
 * trained so: values from 0 to 1, bilinear without antialiasing and without rounding to 8 bits
 * (PyTorch's {@code interpolate(mode="bilinear", align_corners=False)}), then ImageNet's means and
 * standard deviations.
 *
 * @param side S, from 1 to 8192
 */
public record SquashBilinear(int side) implements InputTransform {
  private static final int CHANNELS = 3;
  private static final float[] MEAN = {0.485f, 0.456f, 0.406f};
  private static final float[] STD = {0.229f, 0.224f, 0.225f};

  /** Every 8-bit value on the scale of 0 to 1. */
  private static final float[] UNIT = new float[256];

  static {
    for (int value = 0; value < UNIT.length; value++) {
      UNIT[value] = value / 255f;
    }
  }

  /** Checks the side. */
  public SquashBilinear {
    ModelInput.requireSide(side);
  }

  @Override
  public ImageGeometry geometry(ImageSize picture) {
    return ImageGeometry.squashed(picture, side);
  }

  /** Rows of the input are made by many threads; the work does not grow with the picture. */
  @Override
  public float[] pixels(SamImage picture) {
    BilinearAxis columns = new BilinearAxis(picture.size().width(), side);
    BilinearAxis rows = new BilinearAxis(picture.size().height(), side);
    byte[] rgb = picture.pixels();
    int width = side * CHANNELS;
    float[] values = new float[side * width];
    IntStream.range(0, side)
        .parallel()
        .forEach(
            y -> {
              float[] above = along(rgb, rows.lower(y), columns);
              float[] below = along(rgb, rows.upper(y), columns);
              rows.across(y, above, below, above, 0, width);
              normalise(above, values, y * width);
            });
    return values;
  }

  /** A row of the picture at the input's columns. */
  private static float[] along(byte[] rgb, int row, BilinearAxis columns) {
    float[] result = new float[columns.to() * CHANNELS];
    int start = row * columns.from() * CHANNELS;
    for (int x = 0; x < columns.to(); x++) {
      int left = start + columns.lower(x) * CHANNELS;
      int right = start + columns.upper(x) * CHANNELS;
      float weight = columns.upperWeight(x);
      for (int c = 0; c < CHANNELS; c++) {
        float a = UNIT[rgb[left + c] & 0xff];
        float b = UNIT[rgb[right + c] & 0xff];
        result[x * CHANNELS + c] = Math.fma(a, 1 - weight, b * weight);
      }
    }
    return result;
  }

  private static void normalise(float[] row, float[] values, int at) {
    for (int i = 0; i < row.length; i += CHANNELS) {
      for (int c = 0; c < CHANNELS; c++) {
        values[at + i + c] = (row[i + c] - MEAN[c]) / STD[c];
      }
    }
  }
}
