package io.github.sam4j.formats;

import io.github.sam4j.ImageEmbedding;
import io.github.sam4j.Mask;
import io.github.sam4j.core.image.SamImage;
import io.github.sam4j.formats.image.OverlayPainter;
import java.awt.image.BufferedImage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A picture and its masks, ready to be written. Immutable and thread-safe. */
public final class SegmentedPicture {
  private final Picture picture;
  private final SamImage image;
  private final List<Mask> masks;
  private final @Nullable ImageEmbedding embedding;
  private @Nullable BufferedImage overlay;

  /**
   * Copies the list.
   *
   * @param masks its masks, in the order they are numbered
   * @param embedding what the encoder made of it, or null where that is no longer there
   */
  public SegmentedPicture(
      Picture picture, SamImage image, List<Mask> masks, @Nullable ImageEmbedding embedding) {
    this.picture = picture;
    this.image = image;
    this.masks = List.copyOf(masks);
    this.embedding = embedding;
  }

  /** Where it came from and what was asked. */
  public Picture picture() {
    return picture;
  }

  /** What its results are called: a relative path with forward slashes. */
  public String name() {
    return picture.name();
  }

  /** Its pixels. */
  public SamImage image() {
    return image;
  }

  /** Its masks, in the order they are numbered. */
  public List<Mask> masks() {
    return masks;
  }

  /** What the encoder made of it, or null where that is no longer there. */
  public @Nullable ImageEmbedding embedding() {
    return embedding;
  }

  /** The masks painted over it, and the prompts if a user gave some; not to be painted on. */
  public synchronized BufferedImage overlay() {
    if (overlay == null) {
      overlay = OverlayPainter.paint(image.toBufferedImage(), masks, picture.prompts() != null);
    }
    return overlay;
  }
}
