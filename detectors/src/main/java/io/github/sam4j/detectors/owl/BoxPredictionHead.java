package io.github.sam4j.detectors.owl;

import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.parameters.StoredLayers;
import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.Linear;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;

/** OWL-ViT's box head, and OWLv2's objectness head: three layers, exact GELU between them. */
final class BoxPredictionHead {
  private final Linear dense0;
  private final Linear dense1;
  private final Linear dense2;

  /**
   * Packs the head.
   *
   * @param parameters the names below {@code box_head.} or {@code objectness_head.}
   * @param width channels of the image tokens
   * @param outputs 4 for boxes, 1 for objectness
   */
  BoxPredictionHead(Engine engine, Parameters parameters, int width, int outputs) {
    StoredLayers layers = new StoredLayers(engine, parameters);
    dense0 = layers.linear("dense0", width, width);
    dense1 = layers.linear("dense1", width, width);
    dense2 = layers.linear("dense2", width, outputs);
  }

  /**
   * The head's raw outputs.
   *
   * @param features (patches, width)
   * @return patches x outputs values
   */
  float[] apply(Operators ops, Tensor features) {
    Tensor x = ops.linear(features, dense0, Activation.GELU);
    return ops.linear(ops.linear(x, dense1, Activation.GELU), dense2, Activation.NONE).toArray();
  }
}
