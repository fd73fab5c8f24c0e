package io.github.sam4j.encoder.hiera;

import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.parameters.StoredLayers;
import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.Linear;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.PositionBias;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.core.tensor.WindowAttention;
import io.github.sam4j.core.tensor.WindowAttentionShape;

/** Multi-head self-attention, global or within windows, its queries pooled where a stage begins. */
final class MultiScaleAttention {
  private final Linear qkv;
  private final WindowAttention attention;
  private final Linear proj;

  MultiScaleAttention(Engine engine, Parameters parameters, BlockConfig block) {
    StoredLayers layers = new StoredLayers(engine, parameters);
    int dim = block.stage().dim();
    int heads = block.stage().heads();
    qkv = layers.linear("qkv", block.inputs(), 3 * dim);
    // The map is padded after its norm, so a padding token is zero and only the bias is left.
    float[] padding = layers.bias("qkv", 3 * dim);
    attention =
        engine.windowAttention(
            new WindowAttentionShape(
                block.side(), block.window(), heads, dim / heads, padding, block.pools() ? 2 : 1),
            PositionBias.NONE);
    proj = layers.linear("proj", dim, dim);
  }

  /**
   * sum += attention(normed).
   *
   * @param sum of the result's side
   * @param normed (side, side, inputs)
   */
  void addTo(Operators ops, Tensor sum, Tensor normed) {
    Tensor rows = ops.linear(normed, qkv, Activation.NONE);
    ops.addLinearTo(sum, ops.windowAttention(rows, attention), proj);
  }
}
