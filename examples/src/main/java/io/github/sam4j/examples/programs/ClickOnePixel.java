package io.github.sam4j.examples.programs;

import io.github.sam4j.ImageEmbedding;
import io.github.sam4j.Mask;
import io.github.sam4j.Sam;
import io.github.sam4j.core.image.SamImage;
import io.github.sam4j.prompt.Prompt;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** One click in, the best mask out: {@code ClickOnePixel picture.png x y mask.png}. */
public final class ClickOnePixel {
  private ClickOnePixel() {}

  /** Runs it. */
  public static void main(String[] args) throws IOException {
    SamImage picture = SamImage.read(Path.of(args[0]));
    double x = Double.parseDouble(args[1]);
    double y = Double.parseDouble(args[2]);
    try (Sam sam = Sam.bundled()) {
      ImageEmbedding embedding = sam.embed(picture);
      Mask best = embedding.segment(Prompt.point(x, y)).get(0);
      System.out.printf("score %.3f, %d pixels, box %s%n", best.score(), best.area(), best.box());
      ImageIO.write(best.bits().toBufferedImage(), "png", Path.of(args[3]).toFile());
    }
  }
}
