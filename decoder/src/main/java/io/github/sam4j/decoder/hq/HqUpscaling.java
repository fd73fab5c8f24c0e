package io.github.sam4j.decoder.hq;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.parameters.StoredLayers;
import io.github.sam4j.core.tensor.FeatureMaps;
import io.github.sam4j.core.tensor.Frame;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.decoder.OutputUpscaling;
import io.github.sam4j.decoder.Upscaling;
import java.util.Map;

/**
 * SAM's upscaling, and for the HQ token convolutions behind it, to whose result a picture's {@link
 * HqFeatures} are added.
 */
final class HqUpscaling implements Upscaling {
  /** In what is kept of a picture: its HQ features and the last convolution's bias. */
  private static final String KEPT = "hq_features";

  private final OutputUpscaling sam;
  private final HqFeatures hqFeatures;
  private final MaskFeatures maskFeatures;
  private final Tensor bias;
  private final int hqToken;

  /**
   * Loads its weights.
   *
   * @param layers those below "mask_decoder."
   * @param channels C, of the embedding
   * @param earlyChannels V, of the early map
   * @param hqToken number of the HQ token among the mask tokens
   * @throws WeightsFormatException if a tensor is missing or has another shape
   */
  HqUpscaling(StoredLayers layers, int channels, int earlyChannels, int hqToken) {
    this.hqToken = hqToken;
    sam = new OutputUpscaling(layers.under("output_upscaling"), channels, false);
    int outputs = sam.outputs();
    hqFeatures = new HqFeatures(layers, channels, earlyChannels, outputs);
    maskFeatures = new MaskFeatures(layers.under("embedding_maskfeature"), outputs);
    bias = layers.engine().tensor(maskFeatures.bias(), outputs);
  }

  @Override
  public int outputs() {
    return sam.outputs();
  }

  @Override
  public FeatureMaps features(Operators ops, FeatureMaps image) {
    return new FeatureMaps(Map.of(KEPT, ops.add(hqFeatures.of(ops, image), bias)));
  }

  @Override
  public Tensor run(Operators ops, Tensor image, FeatureMaps features) {
    return sam.run(ops, image, features);
  }

  @Override
  public Tensor masks(
      Operators ops, Tensor image, FeatureMaps features, Tensor filters, int[] maskTokens) {
    Tensor upscaled = run(ops, image, features);
    int side = upscaled.dim(1);
    Tensor masks = ops.empty(maskTokens.length, side * side);
    try (Frame frame = ops.frame()) {
      Tensor kept = features.map(KEPT).reshape(1, side, side, outputs());
      Tensor before = null;
      for (int k = 0; k < maskTokens.length; k++) {
        Tensor filter = filters.slice(0, k, k + 1);
        Tensor mask;
        if (maskTokens[k] == hqToken) {
          before = before == null ? maskFeatures.before(ops, upscaled) : before;
          Tensor onFeatures = Upscaling.product(ops, filter, kept).reshape(1, side * side);
          Tensor convolved = maskFeatures.product(ops, filter, before).reshape(1, side * side);
          mask = ops.add(onFeatures, convolved);
        } else {
          mask = Upscaling.product(ops, filter, upscaled).reshape(1, side * side);
        }
        ops.copy(masks.slice(0, k, k + 1), mask);
      }
    }
    return masks;
  }
}
