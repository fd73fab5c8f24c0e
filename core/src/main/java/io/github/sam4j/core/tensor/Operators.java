package io.github.sam4j.core.tensor;

import org.jspecify.annotations.Nullable;

/**
 * The primitives that every model part is written with.
 *
 * <p>Tensors are float32 and row-major; maps are channels-last (rows x columns x channels). Inputs
 * may be views and are never changed, except the first argument of the methods whose name begins
 * with "add...To" or "copy". Results live in this object's scratch memory: until the innermost open
 * {@link #frame()} is closed, or until this object is. Wrong shapes give an {@link
 * IllegalArgumentException} that names both.
 *
 * <p>Not thread-safe: one thread at a time. An operator itself uses as many threads as its engine
 * was given.
 */
public interface Operators extends AutoCloseable {
  /** The engine behind these operators. */
  Engine engine();

  /** Opens a frame: what is made from now on is freed when it is closed. Frames nest. */
  Frame frame();

  /** A tensor with undefined contents. */
  Tensor empty(int... shape);

  /** A tensor with these values, row-major. */
  Tensor tensor(float[] values, int... shape);

  /** Copies {@code source} into {@code target}; both have the same number of elements per shape. */
  void copy(Tensor target, Tensor source);

  /** Element-wise a + b; shapes broadcast as in NumPy, aligned at the last dimension. */
  Tensor add(Tensor a, Tensor b);

  /** activation(x), element by element. */
  Tensor activate(Tensor x, Activation activation);

  /**
   * activation(x W^T + b).
   *
   * @param x (..., inputs)
   * @return (..., outputs)
   */
  Tensor linear(Tensor x, Linear layer, Activation activation);

  /**
   * sum += x W^T + b: a layer and its residual connection.
   *
   * @param sum (..., outputs), contiguous
   * @param x (..., inputs), not overlapping {@code sum}
   */
  void addLinearTo(Tensor sum, Tensor x, Linear layer);

  /**
   * x += down(activation(up(norm(x)))): a transformer block's feed-forward half.
   *
   * @param x (..., width), contiguous
   * @param norm null for x as it is, as convolutional blocks have it
   */
  void addFeedForwardTo(
      Tensor x, @Nullable Norm norm, Linear up, Activation activation, Linear down);

  /**
   * Layer norm over the last dimension in two passes: (x - mean) / sqrt(variance + epsilon) * gain
   * + bias, with the biased variance. On a channels-last map this is SAM's LayerNorm2d.
   */
  Tensor layerNorm(Tensor x, Norm norm);

  /**
   * activation(convolution(x) + bias).
   *
   * @param x (batch, rows, columns, inputs)
   * @return (batch, rows', columns', outputs)
   */
  Tensor convolution(Tensor x, Convolution layer, Activation activation);

  /**
   * An inverted bottleneck: project(activation(depthwise(activation(expand(x))))), and x added
   * where it says so.
   *
   * @param x (batch, rows, columns, inputs)
   * @return (batch, rows', columns', outputs)
   */
  Tensor invertedBottleneck(Tensor x, InvertedBottleneck block);

  /**
   * x *= sigmoid(expand(relu(reduce(mean of x over its rows and columns)))): each channel of a map
   * is scaled by what all of them say together (Hu et al. 2018, "Squeeze-and-Excitation Networks").
   *
   * @param x (batch, rows, columns, channels), contiguous; each map of the batch by itself
   * @param reduce from the channels to fewer
   * @param expand back to the channels
   */
  void squeezeExcite(Tensor x, Linear reduce, Linear expand);

  /**
   * Transposed convolution of kernel 2 and stride 2 with bias.
   *
   * @param x (batch, rows, columns, inputs)
   * @return (batch, 2 rows, 2 columns, outputs)
   */
  Tensor transposedConvolution(Tensor x, TransposedConvolution layer, Activation activation);

  /**
   * Multi-head scaled dot-product attention, softmax(q k^T / sqrt(width / heads)) v (Vaswani et al.
   * 2017). Any of the three may have batch 1 and is then shared by the others' batch.
   *
   * @param q (batch, queries, width)
   * @param k (batch, keys, width)
   * @param v (batch, keys, width)
   * @param mask added to the scores, 0 or -infinity, (queries, keys); null for none. Every query
   *     must see at least one key
   * @return (batch, queries, width)
   */
  Tensor attention(Tensor q, Tensor k, Tensor v, int heads, @Nullable Tensor mask);

  /**
   * Attention from few queries to the cells of a map whose keys and values are the cells
   * themselves, softmax(q (map + positions)^T) map: what is left of an attention layer when its
   * projections of keys and values are moved to the queries' side. Batches of 1 are shared.
   *
   * @param q (batch, queries, width), with the scores' scale
   * @param map (batch, cells, width)
   * @param positions (cells, width)
   * @return (batch, queries, width)
   */
  Tensor attentionToMap(Tensor q, Tensor map, Tensor positions);

  /**
   * Attention from the cells of a map to few tokens with its residual connection and layer norm:
   * norm(map + sum over heads of softmax((map + positions) k^T + bias) v), the softmax over the
   * tokens of a head. All projections are in the tokens' keys and values. Batches of 1 are shared.
   *
   * @param map (batch, cells, width)
   * @param positions (cells, width)
   * @return (batch, cells, width)
   */
  Tensor attentionFromMap(Tensor map, Tensor positions, HeadTokens tokens, Norm norm);

  /**
   * Self-attention within the windows of a map, with a position bias.
   *
   * @param qkv (side, side, 3 x channels): all queries, all keys, all values, head after head
   * @return (side, side, channels), or half the side where the layer pools its queries
   */
  Tensor windowAttention(Tensor qkv, WindowAttention layer);

  /**
   * The greatest of each 2 x 2 cells, channel by channel; the last row or column of an odd number
   * is left out.
   *
   * @param x (batch, rows, columns, channels), at least 2 x 2 cells
   * @return (batch, rows / 2, columns / 2, channels)
   */
  Tensor maxPool(Tensor x);

  /**
   * Linear attention with ReLU as its kernel, q' (k'^T v) / (q' sum(k') + 1e-15) with q' = max(q,
   * 0) and k' = max(k, 0) (Cai et al. 2023, "EfficientViT", section 3.1): its cost and memory grow
   * with the cells, not with their square.
   *
   * @param qkv (cells, heads x 3 x headWidth): for each head its queries, keys and values
   * @param headWidth channels of a head's queries, of its keys and of its values
   * @return (cells, heads x headWidth), head after head
   */
  Tensor reluLinearAttention(Tensor qkv, int headWidth);

  /**
   * a b^T for each batch entry; either may have batch 1 and is then shared.
   *
   * @param a (batch, m, k)
   * @param b (batch, n, k)
   * @return (batch, m, n)
   */
  Tensor matmulTransposed(Tensor a, Tensor b);

  /**
   * The two dimensions swapped, copied.
   *
   * @param x (m, n)
   * @return (n, m)
   */
  Tensor transpose(Tensor x);

  /** Operators on factored maps; null where the engine computes maps as they are. */
  default @Nullable FactoredMaps factoredMaps() {
    return null;
  }

  /** Gives the scratch memory back to the engine. */
  @Override
  void close();
}
