package io.github.sam4j.core.image;

import io.github.sam4j.core.geometry.ImageSize;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;

/** Pictures from and to {@link BufferedImage}. */
final class BufferedImages {
  private static final int CHANNELS = 3;

  private BufferedImages() {}

  static SamImage toSamImage(BufferedImage image) {
    ImageSize size = new ImageSize(image.getWidth(), image.getHeight());
    if (size.area() * CHANNELS > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "a picture of %d x %d pixels does not fit an array"
              .formatted(size.width(), size.height()));
    }
    byte[] rgb = new byte[(int) size.area() * CHANNELS];
    if (hasPlainSamples(image.getColorModel())) {
      copySamples(image, rgb);
    } else {
      copyColors(image, rgb);
    }
    return SamImage.wrap(size, rgb);
  }

  static BufferedImage fromSamImage(SamImage image) {
    int width = image.size().width();
    int height = image.size().height();
    BufferedImage target = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    WritableRaster raster = target.getRaster();
    byte[] rgb = image.pixels();
    // A raster's data elements are in band order (red first), whatever the order in memory.
    byte[] row = new byte[width * CHANNELS];
    for (int y = 0; y < height; y++) {
      System.arraycopy(rgb, y * row.length, row, 0, row.length);
      raster.setDataElements(0, y, width, 1, row);
    }
    return target;
  }

  /** Whether the raster's samples are the colours: 8- or 16-bit grey or sRGB, not premultiplied. */
  private static boolean hasPlainSamples(ColorModel model) {
    ColorSpace space = model.getColorSpace();
    return model instanceof ComponentColorModel
        && !model.isAlphaPremultiplied()
        && (model.getTransferType() == DataBuffer.TYPE_BYTE
            || model.getTransferType() == DataBuffer.TYPE_USHORT)
        && (space.isCS_sRGB() || space.getType() == ColorSpace.TYPE_GRAY)
        && model.getComponentSize(0) >= 8;
  }

  private static void copySamples(BufferedImage image, byte[] rgb) {
    Raster raster = image.getRaster();
    int width = image.getWidth();
    int bands = raster.getNumBands();
    boolean grey = bands < CHANNELS;
    int shift = image.getColorModel().getComponentSize(0) - 8;
    int[] row = new int[width * bands];
    int out = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      raster.getPixels(0, y, width, 1, row);
      for (int x = 0; x < width; x++, out += CHANNELS) {
        int in = x * bands;
        rgb[out] = (byte) (row[in] >> shift);
        rgb[out + 1] = (byte) (row[grey ? in : in + 1] >> shift);
        rgb[out + 2] = (byte) (row[grey ? in : in + 2] >> shift);
      }
    }
  }

  private static void copyColors(BufferedImage image, byte[] rgb) {
    int width = image.getWidth();
    int[] row = new int[width];
    int out = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      image.getRGB(0, y, width, 1, row, 0, width);
      for (int color : row) {
        rgb[out++] = (byte) (color >> 16);
        rgb[out++] = (byte) (color >> 8);
        rgb[out++] = (byte) color;
      }
    }
  }
}
