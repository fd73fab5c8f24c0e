package io.github.sam4j.decoder.transformer;

import io.github.sam4j.core.parameters.StoredLayers;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;

/**
 * {@link Attention} from tokens to the cells of an image, computed without the image's keys and
 * values where they are not at hand.
 *
 * <p>A score is (q_h) . (K_h y + b_h) for a head h and a cell y with its position. It differs by
 * the same for all cells from (K_h^T q_h) . y, so the softmax does not see the difference. The head
 * then takes the mean V_h m + c_h of the values, where m is the mean of the cells under the
 * softmax's weights. There are few tokens and many cells: to project tokens and means is less work
 * than to project every cell.
 */
public final class TokenToImageAttention {
  private final Attention attention;
  private final HeadMatrices byKeys;
  private final HeadMatrices byValues;
  private final Tensor valueBias;

  /**
   * Loads its weights.
   *
   * @throws io.github.sam4j.core.error.WeightsFormatException as {@link Attention} does
   */
  public TokenToImageAttention(StoredLayers layers, int channels, int heads) {
    attention = new Attention(layers, channels, heads);
    AttentionWeights weights = AttentionWeights.of(layers, attention);
    byKeys = weights.toChannels(weights.scaled("k_proj"));
    byValues = weights.toHeads(weights.projection("v_proj"));
    valueBias = weights.vector(weights.bias("v_proj"));
  }

  /** The layer. */
  public Attention attention() {
    return attention;
  }

  /** K_h^T with the scores' scale. */
  public HeadMatrices byKeys() {
    return byKeys;
  }

  /** V_h. */
  public HeadMatrices byValues() {
    return byValues;
  }

  /**
   * Keys and values of an image that all prompts share.
   *
   * @param image (1, G x G, C)
   * @param positions of its cells: (G x G, C)
   */
  public ImageKeysValues project(Operators ops, Tensor image, Tensor positions) {
    Tensor keys = attention.keys(ops, ops.add(image, positions));
    return new ImageKeysValues(keys, attention.values(ops, image));
  }

  /**
   * sum += the attention's result, from keys and values.
   *
   * @param tokens with their positions: (P, T, C)
   */
  public void addTo(Operators ops, Tensor sum, Tensor tokens, ImageKeysValues image) {
    Tensor queries = attention.queries(ops, tokens);
    attention.addTo(ops, sum, queries, image.keys(), image.values());
  }

  /**
   * sum += the attention's result, from the image as it is.
   *
   * @param tokens with their positions: (P, T, C)
   * @param image (P or 1, G x G, C)
   * @param positions of its cells: (G x G, C)
   */
  public void addTo(Operators ops, Tensor sum, Tensor tokens, Tensor image, Tensor positions) {
    Tensor queries = byKeys.ofTokens(ops, attention.queries(ops, tokens));
    Tensor means = ops.attentionToMap(queries, image, positions);
    int[] shape = {tokens.dim(0), tokens.dim(1), attention.width()};
    Tensor values = byValues.of(ops, means).reshape(shape);
    attention.addResultTo(ops, sum, ops.add(values, valueBias));
  }
}
