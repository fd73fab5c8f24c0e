package io.github.sam4j.detectors.clip;

import io.github.sam4j.core.image.Normalization;

/** What the preprocessing of all models built on CLIP shares. */
public final class ClipPixels {
  /** CLIP's statistics on the scale of 0 to 255. */
  public static final Normalization CLIP_255 =
      new Normalization(
          new float[] {
            (float) (255 * 0.48145466), (float) (255 * 0.4578275), (float) (255 * 0.40821073)
          },
          new float[] {
            (float) (255 * 0.26862954), (float) (255 * 0.26130258), (float) (255 * 0.27577711)
          });

  private static final int LARGEST_INPUT = 8192;

  private ClipPixels() {}

  /**
   * Refuses an input side that no model has.
   *
   * @throws IllegalArgumentException if it is not from 1 to 8192
   */
  public static void checkInputSize(int inputSize) {
    if (inputSize < 1 || inputSize > LARGEST_INPUT) {
      throw new IllegalArgumentException(
          "an input size lies between 1 and %d, found %d".formatted(LARGEST_INPUT, inputSize));
    }
  }

  /** Normalises interleaved values from 0 to 255 in place and returns them. */
  public static float[] normalize(float[] values) {
    float[] mean = CLIP_255.mean();
    float[] std = CLIP_255.std();
    for (int i = 0; i < values.length; i++) {
      int channel = i % mean.length;
      values[i] = (values[i] - mean[channel]) / std[channel];
    }
    return values;
  }
}
