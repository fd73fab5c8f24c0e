package io.github.sam4j.encoder.vit;

import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.parameters.StoredLayers;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.Frame;
import io.github.sam4j.core.tensor.Norm;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;

/** A transformer block: attention and feed-forward, each after a norm and added to its input. */
final class Block {
  private static final float EPSILON = 1e-6f;

  private final Norm norm1;
  private final Attention attn;
  private final Norm norm2;
  private final MlpBlock mlp;

  Block(Engine engine, Parameters parameters, VitConfig config, BlockConfig block) {
    StoredLayers layers = new StoredLayers(engine, parameters);
    norm1 = layers.norm("norm1", config.dim(), EPSILON);
    attn = new Attention(engine, parameters.under("attn"), config, block);
    norm2 = layers.norm("norm2", config.dim(), EPSILON);
    mlp = new MlpBlock(engine, parameters.under("mlp"), config.dim(), block.mlpWidth());
  }

  /**
   * Updates the tokens in place.
   *
   * @param x (G, G, dim)
   */
  void update(Operators ops, Tensor x) {
    try (Frame scratch = ops.frame()) {
      attn.addTo(ops, x, ops.layerNorm(x, norm1));
    }
    mlp.addTo(ops, x, norm2);
  }
}
