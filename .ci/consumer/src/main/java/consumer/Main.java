package consumer;

import io.github.sam4j.ImageEmbedding;
import io.github.sam4j.Mask;
import io.github.sam4j.Sam;
import io.github.sam4j.core.image.SamImage;
import io.github.sam4j.prompt.Prompt;
import java.io.IOException;
import java.nio.file.Path;

/** Prints the area of the car in the sample picture of a street. */
public final class Main {
  private Main() {}

  public static void main(String[] args) throws IOException {
    SamImage picture = SamImage.read(Path.of(args[0]));
    try (Sam sam = Sam.bundled()) {
      ImageEmbedding street = sam.embed(picture);
      Mask car = street.segment(Prompt.box(384, 420, 774, 600)).get(0);
      System.out.println(car.area());
    }
  }
}
