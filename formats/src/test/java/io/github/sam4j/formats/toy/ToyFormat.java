package io.github.sam4j.formats.toy;

import io.github.sam4j.core.io.AtomicFile;
import io.github.sam4j.formats.JobInfo;
import io.github.sam4j.formats.MaskFormat;
import io.github.sam4j.formats.Picture;
import io.github.sam4j.formats.SegmentedPicture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One file over a whole job, {@code toy.txt}, with a line for each picture.
 *
 * @param fails the name of a picture that it fails on, or "close"
 */
public record ToyFormat(String fails) implements MaskFormat {
  /** For the service loader. */
  public ToyFormat() {
    this("");
  }

  @Override
  public String id() {
    return "toy";
  }

  @Override
  public String description() {
    return "toy.txt (how many masks each picture has)";
  }

  @Override
  public MaskFormat with(String option, String value) {
    return option.equals("fails") ? new ToyFormat(value) : MaskFormat.super.with(option, value);
  }

  @Override
  public Sink open(Path folder, JobInfo job) {
    List<String> lines = new ArrayList<>(List.of(job.model().family()));
    return new Sink() {
      @Override
      public void write(SegmentedPicture picture) {
        if (picture.name().equals(fails)) {
          throw new IllegalStateException("a toy is broken");
        }
        lines.add(picture.name() + ": " + picture.masks().size());
      }

      @Override
      public void failed(Picture picture, String reason) {
        lines.add(picture.name() + " failed, " + reason);
      }

      @Override
      public void close() throws IOException {
        if (fails.equals("close")) {
          throw new IOException("a toy is lost");
        }
        byte[] bytes = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(folder.resolve("toy.txt"), out -> out.write(bytes));
      }
    };
  }
}
