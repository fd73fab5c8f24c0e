package io.github.sam4j.grounding;

import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.prompt.grounding.GroundingImage;
import io.github.sam4j.prompt.grounding.OwlPredictions;

/** What a detector keeps of a picture. */
record OwlImage(OwlDetector maker, ImageSize size, OwlPredictions predictions)
    implements GroundingImage {
  @Override
  public long bytes() {
    return predictions.bytes();
  }
}
