package io.github.sam4j.decoder;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.parameters.StoredLayers;
import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.Linear;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;

/**
 * Multi-head attention with projections for queries, keys, values and the result. Its inner width
 * (the model's width divided by a downsample rate) is that of its weights.
 *
 * <p>The projections are separate so that what depends on the image alone can be made once.
 */
final class Attention {
  private final Linear queryProjection;
  private final Linear keyProjection;
  private final Linear valueProjection;
  private final Linear outProjection;
  private final int heads;

  Attention(StoredLayers layers, int channels, int heads) {
    this.heads = heads;
    int width = layers.outputs("q_proj");
    if (width % heads != 0) {
      throw WeightsFormatException.tensor(
          layers.parameters().source(),
          layers.parameters().path("q_proj.bias"),
          "a width that %d heads divide".formatted(heads),
          "width " + width);
    }
    queryProjection = layers.linear("q_proj", channels, width);
    keyProjection = layers.linear("k_proj", channels, width);
    valueProjection = layers.linear("v_proj", channels, width);
    outProjection = layers.linear("out_proj", width, channels);
  }

  /** The inner width. */
  int width() {
    return queryProjection.outputs();
  }

  Tensor queries(Operators ops, Tensor x) {
    return ops.linear(x, queryProjection, Activation.NONE);
  }

  Tensor keys(Operators ops, Tensor x) {
    return ops.linear(x, keyProjection, Activation.NONE);
  }

  Tensor values(Operators ops, Tensor x) {
    return ops.linear(x, valueProjection, Activation.NONE);
  }

  /** The attention's result from projected queries, keys and values; batches of 1 are shared. */
  Tensor attend(Operators ops, Tensor queries, Tensor keys, Tensor values) {
    Tensor mixed = ops.attention(queries, keys, values, heads, null);
    return ops.linear(mixed, outProjection, Activation.NONE);
  }

  /** sum += the attention's result. */
  void addTo(Operators ops, Tensor sum, Tensor queries, Tensor keys, Tensor values) {
    ops.addLinearTo(sum, ops.attention(queries, keys, values, heads, null), outProjection);
  }
}
