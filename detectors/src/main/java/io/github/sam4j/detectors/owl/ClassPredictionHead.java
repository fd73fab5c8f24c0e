package io.github.sam4j.detectors.owl;

import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.parameters.StoredLayers;
import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.Linear;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;

/**
 * OWL-ViT's class head: brings image tokens into the texts' space, and learns a shift and a scale
 * of the logits for each token (Minderer et al. 2022, "Simple Open-Vocabulary Object Detection with
 * Vision Transformers").
 */
final class ClassPredictionHead {
  private final Linear dense0;
  private final Linear logitShift;
  private final Linear logitScale;

  /**
   * Packs the head.
   *
   * @param parameters the names below {@code class_head.}
   * @param width channels of the image tokens
   * @param channels channels of the queries
   */
  ClassPredictionHead(Engine engine, Parameters parameters, int width, int channels) {
    StoredLayers layers = new StoredLayers(engine, parameters);
    dense0 = layers.linear("dense0", width, channels);
    logitShift = layers.linear("logit_shift", width, 1);
    logitScale = layers.linear("logit_scale", width, 1);
  }

  /**
   * The tokens' class embeddings.
   *
   * @param features (patches, width)
   * @return (patches, channels)
   */
  Tensor embeddings(Operators ops, Tensor features) {
    return ops.linear(features, dense0, Activation.NONE);
  }

  /** What is added to each token's cosine similarities. */
  float[] shifts(Operators ops, Tensor features) {
    return ops.linear(features, logitShift, Activation.NONE).toArray();
  }

  /** What each token's shifted similarities are multiplied by: elu(x) + 1, above 0. */
  float[] scales(Operators ops, Tensor features) {
    float[] scales = ops.linear(features, logitScale, Activation.NONE).toArray();
    for (int i = 0; i < scales.length; i++) {
      scales[i] = scales[i] > 0 ? scales[i] + 1 : (float) Math.expm1(scales[i]) + 1;
    }
    return scales;
  }
}
