package io.github.sam4j.decoder.transformer;

import io.github.sam4j.core.parameters.StoredLayers;
import io.github.sam4j.core.tensor.HeadTokens;
import io.github.sam4j.core.tensor.Norm;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;

/**
 * {@link Attention} from the cells of an image to tokens, computed without the image's queries.
 *
 * <p>A score is (Q_h x + b_h) . k_h for a head h and a cell x with its position, which is x .
 * (Q_h^T k_h) + b_h . k_h; and what a cell takes from a token is O_h v_h, with the columns O_h of
 * the result's projection that belong to the head. Both are made for each token and head; there are
 * few tokens and many cells, so that is less work than to project every cell.
 */
public final class ImageToTokenAttention {
  private final Attention attention;
  private final HeadMatrices byQueries;
  private final HeadMatrices byQueryBias;
  private final HeadMatrices byOut;
  private final Tensor outBias;

  /**
   * Loads its weights.
   *
   * @throws io.github.sam4j.core.error.WeightsFormatException as {@link Attention} does
   */
  public ImageToTokenAttention(StoredLayers layers, int channels, int heads) {
    attention = new Attention(layers, channels, heads);
    AttentionWeights weights = AttentionWeights.of(layers, attention);
    byQueries = weights.toChannels(weights.scaled("q_proj"));
    Tensor queryBias = weights.vector(weights.scaledBias("q_proj"));
    byQueryBias = new HeadMatrices(queryBias.reshape(heads, 1, attention.width() / heads));
    byOut = weights.toChannels(weights.out());
    // The weights of each head add up to 1, so that a share for each head adds up to the bias.
    outBias = weights.vector(RowMatrix.row(weights.outBias()).times(1f / heads).values());
  }

  /** The layer. */
  public Attention attention() {
    return attention;
  }

  /** Q_h^T with the scores' scale. */
  public HeadMatrices byQueries() {
    return byQueries;
  }

  /**
   * norm(image + the attention's result).
   *
   * @param image (P or 1, G x G, C)
   * @param positions of its cells: (G x G, C)
   * @param tokens (P, T, C)
   * @param tokenPositions of the tokens: (P, T, C)
   * @return (P, G x G, C)
   */
  public Tensor normalisedSum(
      Operators ops,
      Tensor image,
      Tensor positions,
      Tensor tokens,
      Tensor tokenPositions,
      Norm norm) {
    Tensor keys = attention.keys(ops, ops.add(tokens, tokenPositions));
    Tensor values = attention.values(ops, tokens);
    Tensor bias = byQueryBias.ofTokens(ops, keys);
    HeadTokens attended =
        new HeadTokens(
            byQueries.ofTokens(ops, keys),
            bias.reshape(bias.dim(0), bias.dim(1)),
            ops.add(byOut.ofTokens(ops, values), outBias),
            attention.heads());
    return ops.attentionFromMap(image, positions, attended, norm);
  }
}
