package io.github.sam4j.encoder.tinyvit;

import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.parameters.StoredLayers;
import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.Convolution;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.Frame;
import io.github.sam4j.core.tensor.Linear;
import io.github.sam4j.core.tensor.Norm;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.encoder.FoldedConvolution;

/** Attention within windows, a depthwise convolution, and a feed-forward half. */
final class TinyViTBlock {
  private static final float EPSILON = 1e-5f;

  private final Attention attn;
  private final Convolution localConv;
  private final Norm norm;
  private final Linear fc1;
  private final Linear fc2;

  TinyViTBlock(Engine engine, Parameters parameters, TinyVitConfig.Stage config, int side) {
    int dim = config.dim();
    int hidden = config.hidden();
    attn = new Attention(engine, parameters.under("attn"), config, side);
    localConv = FoldedConvolution.depthwise(engine, parameters.under("local_conv"), dim, 1);
    StoredLayers mlp = new StoredLayers(engine, parameters.under("mlp"));
    norm = mlp.norm("norm", dim, EPSILON);
    fc1 = mlp.linear("fc1", dim, hidden);
    fc2 = mlp.linear("fc2", hidden, dim);
  }

  /**
   * The next map; the given one is overwritten.
   *
   * @param x (1, side, side, dim)
   * @return (1, side, side, dim)
   */
  Tensor apply(Operators ops, Tensor x) {
    try (Frame scratch = ops.frame()) {
      attn.addTo(ops, x);
    }
    Tensor filtered = ops.convolution(x, localConv, Activation.NONE);
    ops.addFeedForwardTo(filtered, norm, fc1, Activation.GELU, fc2);
    return filtered;
  }
}
