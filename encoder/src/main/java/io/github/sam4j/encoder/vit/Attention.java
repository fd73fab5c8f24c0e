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

/**
 * Multi-head self-attention: with relative positions, global or within windows, or global without
 * positions.
 */
final class Attention {
  private final Linear qkv;
  private final int heads;
  private final @Nullable WindowAttention windows;
  private final Linear proj;

  Attention(Engine engine, Parameters parameters, VitConfig config, BlockConfig block) {
    int dim = config.dim();
    int width = block.attentionWidth();
    float @Nullable [] bias = block.qkvBias() ? parameters.values("qkv.bias", 3 * width) : null;
    qkv = engine.linear(dim, 3 * width, parameters.values("qkv.weight", 3 * width, dim), bias);
    heads = block.heads();
    boolean plain = !block.relativePosition() && block.window() == config.grid();
    windows = plain ? null : windows(engine, parameters, config.grid(), block, bias);
    proj = new StoredLayers(engine, parameters).linear("proj", width, dim);
  }

  private static WindowAttention windows(
      Engine engine, Parameters parameters, int grid, BlockConfig block, float @Nullable [] bias) {
    // The map is padded after its norm, so a padding token is zero and only the bias is left.
    float[] padding = bias == null ? new float[3 * block.attentionWidth()] : bias;
    return engine.windowAttention(
        new WindowAttentionShape(grid, block.window(), block.heads(), block.headWidth(), padding),
        RelativePosition.load(parameters, block));
  }

  /**
   * x += attention(normed).
   *
   * @param x (G, G, dim)
   * @param normed (G, G, dim)
   */
  void addTo(Operators ops, Tensor x, Tensor normed) {
    Tensor rows = ops.linear(normed, qkv, Activation.NONE);
    Tensor mixed = windows == null ? everywhere(ops, rows) : ops.windowAttention(rows, windows);
    ops.addLinearTo(x, mixed, proj);
  }

  /**
   * All tokens to all, without positions.
   *
   * @param rows queries, keys and values: (G, G, 3 x width)
   * @return (G, G, width)
   */
  private Tensor everywhere(Operators ops, Tensor rows) {
    int grid = rows.dim(0);
    int width = rows.dim(2) / 3;
    Tensor tokens = rows.reshape(1, grid * grid, 3 * width);
    Tensor mixed =
        ops.attention(
            tokens.slice(2, 0, width),
            tokens.slice(2, width, 2 * width),
            tokens.slice(2, 2 * width, 3 * width),
            heads,
            null);
    return mixed.reshape(grid, grid, width);
  }
}
