package io.github.sam4j.decoder;

import io.github.sam4j.core.parameters.StoredLayers;
import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.Linear;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;

/**
 * Attention from tokens to the cells of an image, computed without the image's keys and values.
 *
 * <p>A score is (q_h) . (W_h y + b_h) for a head h and a cell y with its position. It differs by
 * the same for all cells from (W_h^T q_h) . y, so the softmax does not see the difference. The head
 * then takes the mean V_h m + c_h of the values, where m is the mean of the cells under the
 * softmax's weights. There are few tokens and many cells: to project tokens and means is less work
 * than to project every cell.
 */
final class TokenToMapAttention {
  private final AttentionWeights weights;
  private final Linear queries;
  private final Tensor byKeys;
  private final Tensor byValues;
  private final Tensor valueBias;
  private final Linear out;

  TokenToMapAttention(StoredLayers layers, int channels, int heads) {
    weights = AttentionWeights.of(layers, channels, heads);
    queries = weights.linear("q_proj");
    byKeys = weights.toChannels(weights.scaled("k_proj"));
    byValues = weights.toHeads(weights.in("v_proj"));
    valueBias = weights.vector(weights.bias("v_proj"));
    out = weights.outLinear();
  }

  /**
   * sum += the attention's result.
   *
   * @param tokens with their positions: (P, T, C)
   * @param image (P or 1, G x G, C)
   * @param positions of the image's cells: (G x G, C)
   */
  void addTo(Operators ops, Tensor sum, Tensor tokens, Tensor image, Tensor positions) {
    Tensor q = weights.eachHead(ops, ops.linear(tokens, queries, Activation.NONE), byKeys);
    Tensor cells = ops.attentionToMap(q, image, positions);
    int[] shape = {tokens.dim(0), tokens.dim(1), weights.width()};
    Tensor values = weights.byHead(ops, cells, byValues).reshape(shape);
    ops.addLinearTo(sum, ops.add(values, valueBias), out);
  }
}
