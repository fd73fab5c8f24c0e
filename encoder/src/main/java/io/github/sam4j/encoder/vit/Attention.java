package io.github.sam4j.encoder.vit;

import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.parameters.StoredLayers;
import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.Linear;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.core.tensor.WindowAttention;
import io.github.sam4j.core.tensor.WindowAttentionShape;
import org.jspecify.annotations.Nullable;

/** Multi-head self-attention with relative positions, global or within windows. */
final class Attention {
  private final Linear qkv;
  private final WindowAttention attention;
  private final Linear proj;

  Attention(Engine engine, Parameters parameters, VitConfig config, BlockConfig block) {
    int dim = config.dim();
    int width = block.attentionWidth();
    float @Nullable [] bias = block.qkvBias() ? parameters.values("qkv.bias", 3 * width) : null;
    qkv = engine.linear(dim, 3 * width, parameters.values("qkv.weight", 3 * width, dim), bias);
    // The map is padded after its norm, so a padding token is zero and only the bias is left.
    float[] padding = bias == null ? new float[3 * width] : bias;
    attention =
        engine.windowAttention(
            new WindowAttentionShape(
                config.grid(), block.window(), block.heads(), block.headWidth(), padding),
            RelativePosition.load(parameters, block));
    proj = new StoredLayers(engine, parameters).linear("proj", width, dim);
  }

  /**
   * x += attention(normed).
   *
   * @param x (G, G, dim)
   * @param normed (G, G, dim)
   */
  void addTo(Operators ops, Tensor x, Tensor normed) {
    Tensor rows = ops.linear(normed, qkv, Activation.NONE);
    ops.addLinearTo(x, ops.windowAttention(rows, attention), proj);
  }
}
