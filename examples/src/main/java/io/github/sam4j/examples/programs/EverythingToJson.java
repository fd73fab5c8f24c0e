package io.github.sam4j.examples.programs;

import io.github.sam4j.EverythingOptions;
import io.github.sam4j.ImageEmbedding;
import io.github.sam4j.Mask;
import io.github.sam4j.Sam;
import io.github.sam4j.core.image.SamImage;
import io.github.sam4j.formats.JobInfo;
import io.github.sam4j.formats.Picture;
import io.github.sam4j.formats.SegmentedPicture;
import io.github.sam4j.formats.json.JsonFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Every object of a picture as COCO run lengths: {@code EverythingToJson picture.png}. */
public final class EverythingToJson {
  private EverythingToJson() {}

  /** Runs it. */
  public static void main(String[] args) throws IOException {
    Path file = Path.of(args[0]);
    SamImage picture = SamImage.read(file);
    try (Sam sam = Sam.bundled()) {
      ImageEmbedding embedding = sam.embed(picture);
      List<Mask> masks = embedding.everything(EverythingOptions.defaults().withPointsPerSide(16));
      JsonFormat.write(
          System.out,
          new SegmentedPicture(Picture.of(file, "picture"), picture, masks, embedding),
          new JobInfo(sam.info(), Set.of(JsonFormat.ID)));
    }
  }
}
