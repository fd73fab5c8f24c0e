package io.github.sam4j.core.image;

import io.github.sam4j.core.geometry.ImageSize;

/**
 * MedSAM's way (Ma et al. 2024, "Segment anything in medical images"): the picture is squashed to
 * the square input by cubic splines with antialiasing, as scikit-image does it, rounded down to 8
 * bits, and the range of all its values is stretched to 0 to 1. Nothing is padded, no mean
 * subtracted.
 *
 * @param side S, from 1 to 8192
 */
public record SquashedMinMax(int side) implements InputTransform {
  private static final int VALUES = 256;

  /** Checks the side. */
  public SquashedMinMax {
    ModelInput.requireSide(side);
  }

  @Override
  public ImageGeometry geometry(ImageSize picture) {
    return ImageGeometry.squashed(picture, side);
  }

  @Override
  public float[] pixels(SamImage picture) {
    byte[] resized = CubicSplineResize.of(picture, side);
    int least = VALUES;
    int most = 0;
    for (byte value : resized) {
      least = Math.min(least, value & 0xff);
      most = Math.max(most, value & 0xff);
    }
    double range = Math.max(most - least, 1e-8);
    float[] table = new float[VALUES];
    for (int value = least; value <= most; value++) {
      table[value] = (float) ((value - least) / range);
    }
    float[] pixels = new float[resized.length];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = table[resized[i] & 0xff];
    }
    return pixels;
  }
}
