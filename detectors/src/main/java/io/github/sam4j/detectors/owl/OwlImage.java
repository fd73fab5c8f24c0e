package io.github.sam4j.detectors.owl;

import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.detectors.GroundingImage;

/** What a detector keeps of a picture. */
record OwlImage(OwlDetector maker, ImageSize size, OwlPredictions predictions)
    implements GroundingImage {
  @Override
  public long bytes() {
    return predictions.bytes();
  }
}
