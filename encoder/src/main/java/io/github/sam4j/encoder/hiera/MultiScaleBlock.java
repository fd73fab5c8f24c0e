package io.github.sam4j.encoder.hiera;

import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.parameters.StoredLayers;
import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.Frame;
import io.github.sam4j.core.tensor.Linear;
import io.github.sam4j.core.tensor.Norm;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A transformer block: attention and feed-forward, each after a norm and added to its input. Where
 * a stage begins it widens the tokens and halves the map's side; what the attention is added to is
 * then the normed input, projected and max-pooled.
 */
final class MultiScaleBlock {
  private static final float EPSILON = 1e-6f;

  private final BlockConfig config;
  private final Norm norm1;
  private final MultiScaleAttention attn;
  private final Norm norm2;
  private final Linear up;
  private final Linear down;
  private final @Nullable Linear proj;

  MultiScaleBlock(Engine engine, Parameters parameters, BlockConfig config) {
    this.config = config;
    StoredLayers layers = new StoredLayers(engine, parameters);
    int dim = config.stage().dim();
    norm1 = layers.norm("norm1", config.inputs(), EPSILON);
    attn = new MultiScaleAttention(engine, parameters.under("attn"), config);
    norm2 = layers.norm("norm2", dim, EPSILON);
    int hidden = layers.outputs("mlp.layers.0");
    up = layers.linear("mlp.layers.0", dim, hidden);
    down = layers.linear("mlp.layers.1", hidden, dim);
    proj = config.pools() ? layers.linear("proj", config.inputs(), dim) : null;
  }

  /**
   * The next map: the same one, updated in place, unless the block pools.
   *
   * @param x (side, side, inputs)
   * @return (side, side, dim), or half the side
   */
  Tensor apply(Operators ops, Tensor x) {
    Tensor next = x;
    if (proj == null) {
      try (Frame scratch = ops.frame()) {
        attn.addTo(ops, x, ops.layerNorm(x, norm1));
      }
    } else {
      int side = config.side();
      int dim = config.stage().dim();
      next = ops.empty(side / 2, side / 2, dim);
      try (Frame scratch = ops.frame()) {
        Tensor normed = ops.layerNorm(x, norm1);
        try (Frame wide = ops.frame()) {
          Tensor projected = ops.linear(normed, proj, Activation.NONE);
          ops.copy(next, ops.maxPool(projected.reshape(1, side, side, dim)).select(0, 0));
        }
        attn.addTo(ops, next, normed);
      }
    }
    ops.addFeedForwardTo(next, norm2, up, Activation.GELU, down);
    return next;
  }
}
