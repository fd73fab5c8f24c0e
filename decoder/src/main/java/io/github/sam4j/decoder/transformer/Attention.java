package io.github.sam4j.decoder.transformer;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.parameters.StoredLayers;
import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.Linear;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;

/**
 * Multi-head attention with projections of queries, keys, values and result (Vaswani et al. 2017);
 * its inner width (the model's width divided by a downsample rate) is that of its weights. The
 * two-way transformer uses it in three ways:
 *
 * <ul>
 *   <li>among the tokens, just as it stands here;
 *   <li>from tokens to the image: {@link TokenToImageAttention};
 *   <li>from the image to tokens: {@link ImageToTokenAttention}.
 * </ul>
 *
 * <p>The last two compute the same, with the projections of the image's many cells moved to the few
 * tokens. Each weight is packed here once for all of them.
 */
public final class Attention {
  private final int heads;
  private final Linear queryProjection;
  private final Linear keyProjection;
  private final Linear valueProjection;
  private final Linear outProjection;

  /**
   * Loads its weights.
   *
   * @param layers that hold {@code q_proj}, {@code k_proj}, {@code v_proj} and {@code out_proj}
   * @param channels C
   * @throws WeightsFormatException if a tensor is missing or has another shape, or the inner width
   *     is not a multiple of {@code heads}
   */
  public Attention(StoredLayers layers, int channels, int heads) {
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

  /** How many heads it has. */
  public int heads() {
    return heads;
  }

  /** The inner width. */
  public int width() {
    return queryProjection.outputs();
  }

  /** C, channels of what comes in and of the result. */
  public int channels() {
    return outProjection.outputs();
  }

  /** Projected queries: (..., width). */
  public Tensor queries(Operators ops, Tensor x) {
    return ops.linear(x, queryProjection, Activation.NONE);
  }

  /** Projected keys: (..., width). */
  public Tensor keys(Operators ops, Tensor x) {
    return ops.linear(x, keyProjection, Activation.NONE);
  }

  /** Projected values: (..., width). */
  public Tensor values(Operators ops, Tensor x) {
    return ops.linear(x, valueProjection, Activation.NONE);
  }

  /**
   * The attention's result from projected queries, keys and values; batches of 1 are shared.
   *
   * @return (batch, queries, C)
   */
  public Tensor attend(Operators ops, Tensor queries, Tensor keys, Tensor values) {
    Tensor mixed = ops.attention(queries, keys, values, heads, null);
    return ops.linear(mixed, outProjection, Activation.NONE);
  }

  /** sum += the attention's result from projected queries, keys and values. */
  public void addTo(Operators ops, Tensor sum, Tensor queries, Tensor keys, Tensor values) {
    addResultTo(ops, sum, ops.attention(queries, keys, values, heads, null));
  }

  /**
   * sum += the projected result.
   *
   * @param mixed means of the values under each head's weights: (batch, queries, width)
   */
  public void addResultTo(Operators ops, Tensor sum, Tensor mixed) {
    ops.addLinearTo(sum, mixed, outProjection);
  }
}
