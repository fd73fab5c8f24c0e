package io.github.sam4j.formats;

import io.github.sam4j.ImageEmbedding;
import io.github.sam4j.Mask;
import io.github.sam4j.core.io.AtomicFile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * Writes the results of pictures into a folder. Every file is complete or not there, and a
 * picture's JSON is written last: where it is, the masks it names are.
 */
public final class ResultWriter {
  private static final int ORIGINAL_SIDE = 1600;
  private static final int THUMBNAIL_SIDE = 640;

  private final Path folder;
  private final String model;

  /**
   * For one folder.
   *
   * @param model what the model is, for the JSON files
   */
  public ResultWriter(Path folder, String model) {
    this.folder = folder;
    this.model = model;
    ImageIO.setUseCache(false);
  }

  /** Writes the overlay, the masks and the JSON, over those of an earlier run. */
  public void write(SegmentedPicture picture) throws IOException {
    String name = picture.name();
    Path json = folder.resolve(ResultFiles.json(name));
    Files.deleteIfExists(json);
    BufferedImage original = picture.image().toBufferedImage();
    BufferedImage overlay = OverlayPainter.paint(original, picture.masks(), picture.prompted());
    image(overlay, "png", ResultFiles.overlay(name));
    image(Reduced.to(THUMBNAIL_SIDE, overlay), "jpg", ResultFiles.thumbnail(name));
    image(Reduced.to(ORIGINAL_SIDE, original), "jpg", ResultFiles.original(name));
    masks(name, picture.masks());
    AtomicFile.write(json, out -> ResultJson.write(out, picture, model));
  }

  /**
   * Writes what went into the model and what came out: {@code input} (1 x 3 x S x S), {@code
   * embedding} (C x G x G), {@code lowres} (N x 4G x 4G logits) and {@code iou} (N), the masks in
   * the order of their numbers.
   */
  public void dump(String name, ImageEmbedding embedding, List<Mask> masks) throws IOException {
    float[] input = embedding.input();
    int side = (int) Math.round(Math.sqrt(input.length / 3.0));
    array(name, "input", List.of(input), 1, 3, side, side);
    int grid = embedding.grid();
    array(name, "embedding", List.of(embedding.values()), embedding.channels(), grid, grid);
    List<float[]> logits = masks.stream().map(mask -> mask.lowResolution().values()).toList();
    int low = masks.isEmpty() ? 4 * grid : masks.get(0).lowResolution().side();
    array(name, "lowres", logits, masks.size(), low, low);
    List<float[]> scores = masks.stream().map(mask -> new float[] {(float) mask.score()}).toList();
    array(name, "iou", scores, masks.size());
  }

  private void array(String name, String what, List<float[]> parts, int... shape)
      throws IOException {
    AtomicFile.write(
        folder.resolve(ResultFiles.array(name, what)), out -> Npy.write(out, parts, shape));
  }

  private void masks(String name, List<Mask> masks) throws IOException {
    try {
      IntStream.range(0, masks.size())
          .parallel()
          .forEach(
              i -> {
                try {
                  image(masks.get(i).bits().toBufferedImage(), "png", ResultFiles.mask(name, i));
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    deleteMasksFrom(masks.size(), folder.resolve(name));
  }

  /** An earlier run may have found more masks. */
  private static void deleteMasksFrom(int count, Path masks) throws IOException {
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

  private void image(BufferedImage image, String format, String file) throws IOException {
    AtomicFile.write(folder.resolve(file), out -> encode(image, format, out));
  }

  private static void encode(BufferedImage image, String format, OutputStream out)
      throws IOException {
    if (!ImageIO.write(image, format, out)) {
      throw new IOException("this Java cannot write " + format + " pictures");
    }
  }
}
