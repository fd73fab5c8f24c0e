package io.github.sam4j.formats.png;

import io.github.sam4j.Mask;
import io.github.sam4j.core.io.AtomicFile;
import io.github.sam4j.formats.JobInfo;
import io.github.sam4j.formats.MaskFormat;
import io.github.sam4j.formats.SegmentedPicture;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** A picture for each mask (8-bit grey, 0 and 255), and one with all masks on the original. */
public final class PngFormat implements MaskFormat {
  /** What it is asked for by. */
  public static final String ID = "png";

  /** The file of a mask, relative to the job's folder. */
  public static String mask(String name, int number) {
    return name + "/" + number + ".png";
  }

  /** The file of the overlay, relative to the job's folder. */
  public static String overlay(String name) {
    return name + ".overlay.png";
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String description() {
    return "NAME/0.png, NAME/1.png ... (masks: grey, 0 and 255), NAME.overlay.png";
  }

  @Override
  public Sink open(Path folder, JobInfo job) {
    ImageIO.setUseCache(false);
    return picture -> write(folder, picture);
  }

  private static void write(Path folder, SegmentedPicture picture) throws IOException {
    String name = picture.name();
    List<Mask> masks = picture.masks();
    try {
      IntStream.range(0, masks.size())
          .parallel()
          .forEach(
              i -> {
                try {
                  image(masks.get(i).bits().toBufferedImage(), folder.resolve(mask(name, i)));
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    deleteMasksFrom(masks.size(), folder.resolve(name));
    image(picture.overlay(), folder.resolve(overlay(name)));
  }

  private static void image(BufferedImage image, Path file) throws IOException {
    AtomicFile.write(
        file,
        out -> {
          if (!ImageIO.write(image, "png", out)) {
            throw new IOException("this Java cannot write PNG pictures");
          }
        });
  }

  /** An earlier job may have found more masks. */
  private static void deleteMasksFrom(int count, Path masks) throws IOException {
    if (!Files.isDirectory(masks)) {
      return;
    }
    List<Path> stale;
    try (Stream<Path> files = Files.list(masks)) {
      stale = files.filter(file -> number(file) >= count).toList();
    }
    for (Path file : stale) {
      Files.delete(file);
    }
  }

  private static int number(Path mask) {
    String name = mask.getFileName().toString();
    return name.matches("\\d{1,9}\\.png")
        ? Integer.parseInt(name.substring(0, name.length() - 4))
        : -1;
  }
}
