package io.github.sam4j.core.image;

import io.github.sam4j.core.geometry.ImageSize;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** Pictures for tests: seeded noise, Java's own encoders, files made by others. */
final class TestPictures {
  private TestPictures() {}

  /** Bytes of a linear congruential generator, so that other languages make the same picture. */
  static byte[] noise(int count, int seed) {
    byte[] bytes = new byte[count];
    int state = seed;
    for (int i = 0; i < count; i++) {
      state = state * 1664525 + 1013904223;
      bytes[i] = (byte) (state >>> 24);
    }
    return bytes;
  }

  static SamImage picture(int width, int height, int seed) {
    return SamImage.ofRgb(new ImageSize(width, height), noise(width * height * 3, seed));
  }

  static byte[] encode(BufferedImage image, String format) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(image, format, out)) {
        throw new IllegalStateException("no writer for " + format + " takes this picture");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static byte[] resource(String name) {
    try (InputStream in = TestPictures.class.getResourceAsStream("/image/" + name)) {
      if (in == null) {
        throw new IllegalStateException("no test picture " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What an EXIF orientation from 1 to 8 means, pixel by pixel. */
  static SamImage upright(SamImage stored, int orientation) {
    int w = stored.size().width();
    int h = stored.size().height();
    ImageSize size = orientation < 5 ? stored.size() : new ImageSize(h, w);
    byte[] in = stored.rgb();
    byte[] out = new byte[in.length];
    for (int y = 0; y < size.height(); y++) {
      for (int x = 0; x < size.width(); x++) {
        int column = orientation < 5 ? x : y;
        int row = orientation < 5 ? y : x;
        boolean mirrored =
            orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
        boolean flipped =
            orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
        int from = (flipped ? h - 1 - row : row) * w + (mirrored ? w - 1 - column : column);
        System.arraycopy(in, from * 3, out, (y * size.width() + x) * 3, 3);
      }
    }
    return SamImage.ofRgb(size, out);
  }
}
