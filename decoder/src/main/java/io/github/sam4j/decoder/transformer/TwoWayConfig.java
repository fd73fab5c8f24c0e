package io.github.sam4j.decoder.transformer;

import io.github.sam4j.core.tensor.Activation;

/**
 * What shapes do not tell of a {@link TwoWayTransformer}.
 *
 * @param channels C, the width of tokens and image
 * @param heads of every attention; 8 in all published models
 * @param activation between the two layers of the MLPs
 * @param epsilon of the layer norms, added to the variance
 */
public record TwoWayConfig(int channels, int heads, Activation activation, float epsilon) {
  /** segment-anything's; transformers' ports say 1e-6, which moves logits by some 1e-4. */
  public static final float SAM_EPSILON = 1e-5f;

  /** Checks the arguments. */
  public TwoWayConfig {
    if (channels < 1) {
      throw new IllegalArgumentException("channels must be at least 1, found " + channels);
    }
    if (heads < 1) {
      throw new IllegalArgumentException("heads must be at least 1, found " + heads);
    }
  }

  /** SAM's. */
  public static TwoWayConfig sam(int channels, int heads) {
    return new TwoWayConfig(channels, heads, Activation.RELU, SAM_EPSILON);
  }
}
