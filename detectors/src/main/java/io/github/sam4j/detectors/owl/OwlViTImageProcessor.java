package io.github.sam4j.detectors.owl;

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
record OwlViTImageProcessor(int inputSize) {
  /** Checks the argument. */
  public OwlViTImageProcessor {
    ClipPixels.checkInputSize(inputSize);
  }

  /** A new array of shape (inputSize, inputSize, 3): rows, columns, red-green-blue. */
  public float[] pixels(SamImage image) {
    return ClipPixels.normalize(PictureFilters.bicubic(image, inputSize, inputSize));
  }
}
