package io.github.sam4j.examples.programs;

import io.github.sam4j.Mask;
import io.github.sam4j.Sam;
import io.github.sam4j.core.image.SamImage;
import io.github.sam4j.prompt.Prompt;
import java.io.IOException;
import java.nio.file.Path;

/** A box in, the object's outlines out: {@code BoxToPolygon picture.png x0 y0 x1 y1}. */
public final class BoxToPolygon {
  private BoxToPolygon() {}

  /** Runs it. */
  public static void main(String[] args) throws IOException {
    SamImage picture = SamImage.read(Path.of(args[0]));
    double[] box = new double[4];
    for (int i = 0; i < 4; i++) {
      box[i] = Double.parseDouble(args[i + 1]);
    }
    try (Sam sam = Sam.bundled()) {
      Mask object = sam.embed(picture).segment(Prompt.box(box[0], box[1], box[2], box[3])).get(0);
      object.bits().polygons().forEach(System.out::println);
    }
  }
}
