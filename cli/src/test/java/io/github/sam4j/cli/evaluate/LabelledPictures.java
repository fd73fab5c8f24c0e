package io.github.sam4j.cli.evaluate;

import io.github.sam4j.core.mask.BitMask;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Writes pictures of plain objects, and their maps. */
final class LabelledPictures {
  private LabelledPictures() {}

  /** A picture of objects in different colours with a map of 8 or 16 bits, ids from 1. */
  static void write(Path folder, String name, boolean wide, BitMask... objects) throws IOException {
    Files.createDirectories(folder);
    int width = objects[0].size().width();
    int height = objects[0].size().height();
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    BufferedImage map =
        new BufferedImage(
            width, height, wide ? BufferedImage.TYPE_USHORT_GRAY : BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        picture.setRGB(x, y, 0x305070);
        for (int i = 0; i < objects.length; i++) {
          if (objects[i].get(x, y)) {
            picture.setRGB(x, y, Color.HSBtoRGB(0.1f + 0.17f * i, 0.9f, 0.9f));
            map.getRaster().setSample(x, y, 0, i + 1);
          }
        }
      }
    }
    write(folder.resolve(name + ".jpg"), "jpg", picture);
    writePng(folder.resolve(name + ".png"), map);
  }

  static void writePng(Path file, BufferedImage image) throws IOException {
    write(file, "png", image);
  }

  private static void write(Path file, String format, BufferedImage image) throws IOException {
    if (!ImageIO.write(image, format, file.toFile())) {
      throw new IOException("no writer for " + file);
    }
  }
}
