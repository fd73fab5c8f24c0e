package io.github.sam4j.detectors.owl;

import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.core.image.SamImage;
import io.github.sam4j.detectors.clip.ClipPixels;
import io.github.sam4j.detectors.image.PictureFilters;

/**
 * OWL-ViT's preprocessing: the picture is squeezed into the model's square by antialiased bicubic
 * resampling, whatever its proportions, and normalised with CLIP's statistics. The resampling is
 * torchvision's for 8-bit pictures, which transformers uses; Pillow's is within 1/255 of it.
 *
 * <p>Immutable and thread-safe.
 *
 * @param inputSize side of the model's square input in pixels, from 1 to 8192
 */
record OwlViTImageProcessor(int inputSize) implements OwlImageProcessor {
  /** Checks the argument. */
  public OwlViTImageProcessor {
    ClipPixels.checkInputSize(inputSize);
  }

  @Override
  public float[] pixels(SamImage image) {
    return ClipPixels.normalize(PictureFilters.bicubic(image, inputSize, inputSize));
  }

  @Override
  public ImageSize extent(ImageSize picture) {
    return picture;
  }
}
