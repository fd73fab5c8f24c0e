package io.github.sam4j.detectors.clip;

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

/** Attention and feed-forward, each after a norm and added to its input. */
final class ClipEncoderLayer {
  private final int width;
  private final int heads;
  private final Activation activation;
  private final Norm norm1;
  private final Linear qkv;
  private final Linear out;
  private final Norm norm2;
  private final Linear fc1;
  private final Linear fc2;

  ClipEncoderLayer(Engine engine, Parameters parameters, ClipEncoderConfig config) {
    width = config.width();
    heads = config.heads();
    activation = config.activation();
    norm1 = ClipEncoder.norm(engine, parameters.under("layer_norm1"), config);
    StoredLayers layers = new StoredLayers(engine, parameters);
    qkv = queriesKeysValues(engine, parameters.under("self_attn"), width);
    out = layers.linear("self_attn.out_proj", width, width);
    norm2 = ClipEncoder.norm(engine, parameters.under("layer_norm2"), config);
    fc1 = layers.linear("mlp.fc1", width, config.mlpWidth());
    fc2 = layers.linear("mlp.fc2", config.mlpWidth(), width);
  }

  /** The three projections as one matrix product. */
  private static Linear queriesKeysValues(Engine engine, Parameters parameters, int width) {
    float[] weight = new float[3 * width * width];
    float[] bias = new float[3 * width];
    int part = 0;
    for (String name : new String[] {"q_proj", "k_proj", "v_proj"}) {
      float[] w = parameters.values(name + ".weight", width, width);
      System.arraycopy(w, 0, weight, part * width * width, w.length);
      System.arraycopy(parameters.values(name + ".bias", width), 0, bias, part * width, width);
      part++;
    }
    return engine.linear(width, 3 * width, weight, bias);
  }

  void update(Operators ops, Tensor x, @Nullable Tensor mask) {
    try (Frame scratch = ops.frame()) {
      Tensor rows = ops.linear(ops.layerNorm(x, norm1), qkv, Activation.NONE);
      Tensor q = rows.slice(2, 0, width);
      Tensor k = rows.slice(2, width, 2 * width);
      Tensor v = rows.slice(2, 2 * width, 3 * width);
      ops.addLinearTo(x, ops.attention(q, k, v, heads, mask), out);
    }
    ops.addFeedForwardTo(x, norm2, fc1, activation, fc2);
  }
}
