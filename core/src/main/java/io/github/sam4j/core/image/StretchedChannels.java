package io.github.sam4j.core.image;

import io.github.sam4j.core.geometry.ImageSize;

/**
 * Micro-sam's way (Archit et al. 2025, "Segment Anything for Microscopy"): the range of each
 * channel is stretched to 0 to 255 before the model's own way.
 *
 * @param then the model's own
 */
public record StretchedChannels(InputTransform then) implements InputTransform {
  private static final int CHANNELS = 3;
  private static final int VALUES = 256;

  @Override
  public int side() {
    return then.side();
  }

  @Override
  public ImageGeometry geometry(ImageSize picture) {
    return then.geometry(picture);
  }

  @Override
  public float[] pixels(SamImage picture) {
    byte[] rgb = picture.rgb();
    for (int c = 0; c < CHANNELS; c++) {
      stretch(rgb, c);
    }
    return then.pixels(SamImage.ofRgb(picture.size(), rgb));
  }

  /** In float32, cut off to whole numbers, as NumPy converts; a channel of one value becomes 0. */
  private static void stretch(byte[] rgb, int channel) {
    int least = VALUES;
    int most = 0;
    for (int i = channel; i < rgb.length; i += CHANNELS) {
      least = Math.min(least, rgb[i] & 0xff);
      most = Math.max(most, rgb[i] & 0xff);
    }
    float range = Math.max(1, most - least);
    byte[] table = new byte[VALUES];
    for (int value = least; value <= most; value++) {
      table[value] = (byte) (int) ((value - least) / range * 255f);
    }
    for (int i = channel; i < rgb.length; i += CHANNELS) {
      rgb[i] = table[rgb[i] & 0xff];
    }
  }
}
