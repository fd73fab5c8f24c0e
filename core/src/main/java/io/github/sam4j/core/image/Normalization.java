package io.github.sam4j.core.image;

import java.util.Arrays;

/**
 * How a model wants its input's channels scaled: {@code (value - mean) / std} on values from 0 to
 * 255, in float32.
 *
 * <p>Immutable: the arrays are copied on the way in and out.
 *
 * @param mean what is subtracted from red, green and blue
 * @param std what the difference is divided by, above 0
 */
public record Normalization(float[] mean, float[] std) {
  /** ImageNet's statistics on the scale of 0 to 255, as SAM and MobileSAM use them. */
  public static final Normalization IMAGENET_255 =
      new Normalization(
          new float[] {123.675f, 116.28f, 103.53f}, new float[] {58.395f, 57.12f, 57.375f});

  /** Checks and copies the arguments. */
  public Normalization {
    mean = mean.clone();
    std = std.clone();
    boolean sound = mean.length == 3 && std.length == 3;
    for (int c = 0; sound && c < 3; c++) {
      sound = Float.isFinite(mean[c]) && Float.isFinite(std[c]) && std[c] > 0;
    }
    if (!sound) {
      throw new IllegalArgumentException(
          "a normalization needs three finite means and three standard deviations above 0,"
              + " found %s and %s".formatted(Arrays.toString(mean), Arrays.toString(std)));
    }
  }

  @Override
  public float[] mean() {
    return mean.clone();
  }

  @Override
  public float[] std() {
    return std.clone();
  }

  /** The result for every 8-bit value of a channel (0 red, 1 green, 2 blue). */
  float[] table(int channel) {
    float[] table = new float[256];
    for (int value = 0; value < table.length; value++) {
      table[value] = (value - mean[channel]) / std[channel];
    }
    return table;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Normalization that
        && Arrays.equals(mean, that.mean)
        && Arrays.equals(std, that.std);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(mean) + Arrays.hashCode(std);
  }

  @Override
  public String toString() {
    return "Normalization[mean=%s, std=%s]".formatted(Arrays.toString(mean), Arrays.toString(std));
  }
}
