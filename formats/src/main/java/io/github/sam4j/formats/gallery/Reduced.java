package io.github.sam4j.formats.gallery;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;

/** Makes pictures small enough for a page. */
final class Reduced {
  private Reduced() {}

  /** An RGB picture whose longer side is at most so many pixels. */
  static BufferedImage to(int longSide, BufferedImage picture) {
    BufferedImage image = picture;
    double scale =
        Math.min(1, (double) longSide / Math.max(picture.getWidth(), picture.getHeight()));
    int width = Math.max(1, (int) Math.round(picture.getWidth() * scale));
    int height = Math.max(1, (int) Math.round(picture.getHeight() * scale));
    // One bilinear step by more than a half would skip pixels.
    while (image.getWidth() > 2 * width && image.getHeight() > 2 * height) {
      image = resize(image, (image.getWidth() + 1) / 2, (image.getHeight() + 1) / 2);
    }
    return resize(image, width, height);
  }

  private static BufferedImage resize(BufferedImage image, int width, int height) {
    BufferedImage resized = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = resized.createGraphics();
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    g.drawImage(image, 0, 0, width, height, null);
    g.dispose();
    return resized;
  }
}
