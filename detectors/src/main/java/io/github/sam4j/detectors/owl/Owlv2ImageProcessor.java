package io.github.sam4j.detectors.owl;

import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.core.image.SamImage;
import io.github.sam4j.detectors.clip.ClipPixels;
import io.github.sam4j.detectors.image.PictureFilters;

/**
 * OWLv2's preprocessing: the picture is padded with black to a square at the right and at the
 * bottom, blurred by a Gaussian where it is too large, sampled bilinearly at the model's size, and
 * normalised with CLIP's statistics. Nothing is rounded to 8 bits.
 *
 * <p>Immutable and thread-safe.
 *
 * @param inputSize side of the model's square input in pixels, from 1 to 8192
 */
record Owlv2ImageProcessor(int inputSize) implements OwlImageProcessor {
  /** Checks the argument. */
  public Owlv2ImageProcessor {
    ClipPixels.checkInputSize(inputSize);
  }

  @Override
  public float[] pixels(SamImage image) {
    return ClipPixels.normalize(PictureFilters.paddedAndBlurred(image, inputSize));
  }

  @Override
  public ImageSize extent(ImageSize picture) {
    return new ImageSize(picture.longSide(), picture.longSide());
  }
}
