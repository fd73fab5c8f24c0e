package io.github.sam4j.formats;

import io.github.sam4j.Mask;
import io.github.sam4j.core.image.SamImage;
import java.nio.file.Path;
import java.util.List;

/**
 * A picture and its masks, ready to be written.
 *
 * @param name what its results are called: a relative path with forward slashes
 * @param source the file it was read from
 * @param image its pixels
 * @param masks its masks, in the order they are numbered
 * @param prompted whether a user asked for these masks, rather than for everything
 */
public record SegmentedPicture(
    String name, Path source, SamImage image, List<Mask> masks, boolean prompted) {
  /** Copies the list. */
  public SegmentedPicture {
    masks = List.copyOf(masks);
  }
}
