package io.github.sam4j.tests.toyfamily;

import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.core.image.ImageGeometry;
import io.github.sam4j.core.image.InputTransform;
import io.github.sam4j.core.image.SamImage;

/** The whole input is the picture, whatever its shape; values from 0 to 1. */
record SquashedInput(int side) implements InputTransform {
  @Override
  public ImageGeometry geometry(ImageSize picture) {
    return new ImageGeometry(picture, new ImageSize(side, side), side);
  }

  @Override
  public float[] pixels(SamImage picture) {
    byte[] rgb = picture.resized(new ImageSize(side, side)).rgb();
    float[] values = new float[rgb.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = Byte.toUnsignedInt(rgb[i]) / 255f;
    }
    return values;
  }
}
