import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import javax.imageio.ImageIO;

/** Makes a picture grey, eight bits a pixel: java Grey.java from.png to.png. */
class Grey {
  public static void main(String[] args) throws IOException {
    BufferedImage colour = ImageIO.read(new File(args[0]));
    BufferedImage grey =
        new BufferedImage(colour.getWidth(), colour.getHeight(), BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 0; y < grey.getHeight(); y++) {
      for (int x = 0; x < grey.getWidth(); x++) {
        int rgb = colour.getRGB(x, y);
        int luma = (299 * (rgb >> 16 & 255) + 587 * (rgb >> 8 & 255) + 114 * (rgb & 255)) / 1000;
        grey.getRaster().setSample(x, y, 0, luma);
      }
    }
    ImageIO.write(grey, "png", new File(args[1]));
  }
}
