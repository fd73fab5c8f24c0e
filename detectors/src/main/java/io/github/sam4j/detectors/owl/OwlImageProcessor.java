package io.github.sam4j.detectors.owl;

import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.core.image.SamImage;

/** From a picture to a model's input. Immutable and thread-safe. */
interface OwlImageProcessor {
  /** A new array of shape (S, S, 3): rows, columns, red-green-blue, normalised. */
  float[] pixels(SamImage image);

  /** What the model's square covers, in pixels of a picture of this size from its top left. */
  ImageSize extent(ImageSize picture);
}
