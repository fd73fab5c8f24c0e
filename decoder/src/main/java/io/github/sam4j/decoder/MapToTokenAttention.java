package io.github.sam4j.decoder;

import io.github.sam4j.core.parameters.StoredLayers;
import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.HeadTokens;
import io.github.sam4j.core.tensor.Linear;
import io.github.sam4j.core.tensor.Norm;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;

/**
 * Attention from the cells of an image to tokens, computed without the image's queries.
 *
 * <p>A score is (W_h x + b_h) . k_h for a head h and a cell x with its position, which is x .
 * (W_h^T k_h) + b_h . k_h; and what a cell takes from a token is O_h v_h, with the columns O_h of
 * the result's projection that belong to the head. Both are made for each token and head; there are
 * few tokens and many cells, so that is less work than to project every cell.
 */
final class MapToTokenAttention {
  private final AttentionWeights weights;
  private final int heads;
  private final Linear keys;
  private final Linear values;
  private final Tensor byQueries;
  private final Tensor byQueryBias;
  private final Tensor byOut;
  private final Tensor outBias;

  MapToTokenAttention(StoredLayers layers, int channels, int heads) {
    this.heads = heads;
    weights = AttentionWeights.of(layers, channels, heads);
    keys = weights.linear("k_proj");
    values = weights.linear("v_proj");
    byQueries = weights.toChannels(weights.scaled("q_proj"));
    byQueryBias =
        weights.vector(weights.scaledBias("q_proj")).reshape(heads, 1, weights.width() / heads);
    byOut = weights.toChannels(weights.out());
    // The weights of each head add up to 1, so that a share for each head adds up to the bias.
    outBias = weights.vector(RowMatrix.row(weights.outBias()).times(1f / heads).values());
  }

  /**
   * norm(image + the attention's result).
   *
   * @param image (P or 1, G x G, C)
   * @param positions of the image's cells: (G x G, C)
   * @param tokens (P, T, C)
   * @param placed the tokens with their positions: (P, T, C)
   * @return (P, G x G, C)
   */
  Tensor normalisedSum(
      Operators ops, Tensor image, Tensor positions, Tensor tokens, Tensor placed, Norm norm) {
    Tensor k = ops.linear(placed, keys, Activation.NONE);
    Tensor v = ops.linear(tokens, values, Activation.NONE);
    Tensor bias = weights.eachHead(ops, k, byQueryBias);
    HeadTokens attended =
        new HeadTokens(
            weights.eachHead(ops, k, byQueries),
            bias.reshape(bias.dim(0), bias.dim(1)),
            ops.add(weights.eachHead(ops, v, byOut), outBias),
            heads);
    return ops.attentionFromMap(image, positions, attended, norm);
  }
}
