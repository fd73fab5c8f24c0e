package io.github.sam4j.examples.programs;

import io.github.sam4j.EverythingOptions;
import io.github.sam4j.Mask;
import io.github.sam4j.Sam;
import io.github.sam4j.core.image.SamImage;
import io.github.sam4j.formats.ResultJson;
import io.github.sam4j.formats.SegmentedPicture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Every object of a picture as COCO run lengths: {@code EverythingToJson picture.png}. */
public final class EverythingToJson {
  private EverythingToJson() {}

  /** Runs it. */
  public static void main(String[] args) throws IOException {
    Path file = Path.of(args[0]);
    SamImage picture = SamImage.read(file);
    try (Sam sam = Sam.bundled()) {
      EverythingOptions options = EverythingOptions.defaults().withPointsPerSide(16);
      List<Mask> masks = sam.embed(picture).everything(options);
      ResultJson.write(
          System.out,
          new SegmentedPicture("picture", file, picture, masks, false),
          sam.info().describe());
    }
  }
}
