package io.github.sam4j.core.image;

/**
 * OWLv2's preprocessing: the picture is padded with black to a square at the right and at the
 * bottom, blurred by a Gaussian where it is too large, sampled bilinearly at the model's size, and
 * normalised with CLIP's statistics. Nothing is rounded to 8 bits.
 *
 * <p>Immutable and thread-safe.
 *
 * @param inputSize side of the model's square input in pixels, from 1 to 8192
 */
public record Owlv2ImageProcessor(int inputSize) {
  /** Checks the argument. */
  public Owlv2ImageProcessor {
    ClipPixels.checkInputSize(inputSize);
  }

  /** A new array of shape (inputSize, inputSize, 3): rows, columns, red-green-blue. */
  public float[] pixels(SamImage image) {
    int square = image.size().longSide();
    float[] values =
        SeparableFilter.apply(
            image,
            FilterTaps.blurredLinear(image.size().width(), square, inputSize),
            FilterTaps.blurredLinear(image.size().height(), square, inputSize),
            false);
    return ClipPixels.normalize(values);
  }
}
