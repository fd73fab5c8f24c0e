package io.github.sam4j.formats.gallery;

import io.github.sam4j.core.io.AtomicFile;
import io.github.sam4j.formats.JobInfo;
import io.github.sam4j.formats.MaskFormat;
import io.github.sam4j.formats.Picture;
import io.github.sam4j.formats.SegmentedPicture;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/**
 * A page {@code index.html} over a whole job: a card for each picture, with its overlay, the
 * original, and a table of its masks. It needs nothing but the files beside it.
 */
public final class GalleryFormat implements MaskFormat {
  /** What it is asked for by. */
  public static final String ID = "gallery";

  /** The page, relative to the job's folder. */
  public static final String PAGE = "index.html";

  private static final int ORIGINAL_SIDE = 1600;
  private static final int THUMBNAIL_SIDE = 640;

  /** The picture as it was decoded, relative to the job's folder. */
  static String original(String name) {
    return name + "/original.jpg";
  }

  /** The overlay made small, relative to the job's folder. */
  static String thumbnail(String name) {
    return name + "/thumbnail.jpg";
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String description() {
    return "index.html over all pictures, and for it NAME/original.jpg, NAME/thumbnail.jpg";
  }

  @Override
  public Sink open(Path folder, JobInfo job) {
    ImageIO.setUseCache(false);
    return new Sink() {
      private final GalleryPage page = new GalleryPage(job);

      @Override
      public void write(SegmentedPicture picture) throws IOException {
        String name = picture.name();
        image(Reduced.to(THUMBNAIL_SIDE, picture.overlay()), folder.resolve(thumbnail(name)));
        BufferedImage original = picture.image().toBufferedImage();
        image(Reduced.to(ORIGINAL_SIDE, original), folder.resolve(original(name)));
        page.add(picture);
      }

      @Override
      public void failed(Picture picture, String reason) {
        page.failed(picture.name(), reason);
      }

      @Override
      public void close() throws IOException {
        byte[] bytes = page.html().getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(folder.resolve(PAGE), out -> out.write(bytes));
      }
    };
  }

  private static void image(BufferedImage image, Path file) throws IOException {
    AtomicFile.write(
        file,
        out -> {
          if (!ImageIO.write(image, "jpg", out)) {
            throw new IOException("this Java cannot write JPEG pictures");
          }
        });
  }
}
