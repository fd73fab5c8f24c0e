package io.github.sam4j.encoder.vit;

import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.parameters.StoredLayers;
import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.Linear;
import io.github.sam4j.core.tensor.Norm;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;

/** The two layers of a block's feed-forward half. */
final class MlpBlock {
  private final Linear lin1;
  private final Linear lin2;

  MlpBlock(Engine engine, Parameters parameters, int dim, int width) {
    StoredLayers layers = new StoredLayers(engine, parameters);
    lin1 = layers.linear("lin1", dim, width);
    lin2 = layers.linear("lin2", width, dim);
  }

  /** x += lin2(gelu(lin1(norm(x)))). */
  void addTo(Operators ops, Tensor x, Norm norm) {
    ops.addFeedForwardTo(x, norm, lin1, Activation.GELU, lin2);
  }
}
