package io.github.sam4j.benchmarks.peers;

import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.core.geometry.PixelPoint;
import io.github.sam4j.core.image.SamImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Inputs that depend on a seed alone, the same for both sides. */
final class Inputs {
  private static final int SHAPES = 14;

  private Inputs() {}

  /** Values of about unit variance. */
  static float[] values(int count, long seed) {
    Random random = new Random(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (random.nextFloat() - 0.5f) * 3.4641f;
    }
    return values;
  }

  /** (rows, columns, channels) from (channels, rows, columns). */
  static float[] channelsLast(float[] values, int channels) {
    int cells = values.length / channels;
    float[] turned = new float[values.length];
    for (int c = 0; c < channels; c++) {
      for (int i = 0; i < cells; i++) {
        turned[i * channels + c] = values[c * cells + i];
      }
    }
    return turned;
  }

  /** (channels, rows, columns) from (rows, columns, channels). */
  static float[] channelsFirst(float[] values, int channels) {
    return channelsLast(values, values.length / channels);
  }

  /** Points row by row over a picture, half a step from its edges. */
  static List<PixelPoint> grid(ImageSize size, int perSide) {
    List<PixelPoint> points = new ArrayList<>();
    for (int row = 0; row < perSide; row++) {
      for (int column = 0; column < perSide; column++) {
        points.add(
            new PixelPoint(
                (column + 0.5) / perSide * size.width(), (row + 0.5) / perSide * size.height()));
      }
    }
    return points;
  }

  /** A shaded background with ellipses and boxes, and grain. */
  static SamImage picture(int width, int height, long seed) {
    Random random = new Random(seed);
    float[][] pixels = new float[width * height][];
    float[] base = {90 + 80 * random.nextFloat(), 90 + 80 * random.nextFloat(), 120};
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        float shade = 40f * x / width - 30f * y / height;
        pixels[y * width + x] = new float[] {base[0] + shade, base[1] + shade, base[2] - shade};
      }
    }
    for (int i = 0; i < SHAPES; i++) {
      draw(pixels, width, height, random);
    }
    byte[] rgb = new byte[3 * pixels.length];
    for (int i = 0; i < rgb.length; i++) {
      float value = pixels[i / 3][i % 3] + (float) random.nextGaussian() * 4;
      rgb[i] = (byte) Math.max(0, Math.min(255, Math.round(value)));
    }
    return SamImage.ofRgb(new ImageSize(width, height), rgb);
  }

  private static void draw(float[][] pixels, int width, int height, Random random) {
    double centreX = random.nextDouble() * width;
    double centreY = random.nextDouble() * height;
    double radiusX = (0.04 + 0.16 * random.nextDouble()) * width;
    double radiusY = (0.04 + 0.16 * random.nextDouble()) * height;
    boolean ellipse = random.nextBoolean();
    float[] colour = {255 * random.nextFloat(), 255 * random.nextFloat(), 255 * random.nextFloat()};
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double dx = (x - centreX) / radiusX;
        double dy = (y - centreY) / radiusY;
        boolean inside = ellipse ? dx * dx + dy * dy < 1 : Math.abs(dx) < 0.8 && Math.abs(dy) < 0.8;
        if (inside) {
          float shade = (float) (1 + 0.2 * dx);
          pixels[y * width + x] =
              new float[] {colour[0] * shade, colour[1] * shade, colour[2] * shade};
        }
      }
    }
  }
}
