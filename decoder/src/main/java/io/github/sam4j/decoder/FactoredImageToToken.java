package io.github.sam4j.decoder;

import io.github.sam4j.core.parameters.StoredLayers;
import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.CellPlanes;
import io.github.sam4j.core.tensor.FactoredMap;
import io.github.sam4j.core.tensor.FactoredSum;
import io.github.sam4j.core.tensor.Linear;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.core.tensor.TokenProjections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Attention from the cells of an image that is a {@link FactoredMap} to tokens, with its residual
 * connection and layer norm.
 */
final class FactoredImageToToken {
  private final AttentionWeights weights;
  private final RowMatrix queries;
  private final Linear keys;
  private final Linear values;
  private final Tensor byQueries;

  /**
   * Loads its weights.
   *
   * @param before norm of the image's cells; null for the image as it comes from the encoder
   */
  FactoredImageToToken(
      StoredLayers layers, int channels, int heads, @Nullable FactoredNorm before) {
    weights = AttentionWeights.of(layers, channels, heads);
    RowMatrix query = weights.scaled("q_proj");
    queries = before == null ? query : query.times(before.gain());
    keys = weights.linear("k_proj");
    values = weights.linear("v_proj");
    byQueries = weights.toChannels(queries);
  }

  /** The projection of cells before their norm's gain. */
  RowMatrix queries() {
    return queries;
  }

  /** The projection of the cells' positions. */
  RowMatrix placeQueries() {
    return weights.scaled("q_proj");
  }

  float[] queryBias() {
    return weights.scaledBias("q_proj");
  }

  /** What each inner channel gives to a cell, less its mean over the channels. */
  RowMatrix given() {
    return weights.out().centred();
  }

  float[] outBias() {
    return weights.outBias();
  }

  /** Rows of {@link #given} or made of them, for {@link #terms}. */
  Tensor byGiven(RowMatrix rows) {
    return weights.toChannels(rows);
  }

  /** What each head and token gives to a cell: (P, T x heads, C). */
  Tensor terms(Operators ops, Tensor values, Tensor byGiven) {
    return weights.eachHead(ops, values, byGiven);
  }

  /** The tokens' values: (P, T, width). */
  Tensor values(Operators ops, Tensor tokens) {
    return ops.linear(tokens, values, Activation.NONE);
  }

  /**
   * The image after the attention and the norm.
   *
   * @param map the image before; null for the one that all prompts share
   * @param basis of that map: (P, R, C); null if it has none
   * @param placed tokens with their positions: (P, T, C)
   * @param cells projected queries
   * @param newBasis of the sum: (P, R + T x heads, C)
   * @param overlaps of the sum's terms
   * @param squares of the base's cells
   * @param shift see {@link FactoredSum}
   */
  FactoredMap attend(
      Operators ops,
      @Nullable FactoredMap map,
      @Nullable Tensor basis,
      Tensor placed,
      CellPlanes cells,
      Tensor newBasis,
      List<FactoredSum.Overlap> overlaps,
      Tensor squares,
      @Nullable Tensor shift) {
    Tensor k = ops.linear(placed, keys, Activation.NONE);
    Tensor onBasis =
        basis == null ? null : ops.matmulTransposed(weights.eachHead(ops, k, byQueries), basis);
    FactoredSum sum =
        new FactoredSum(
            overlaps,
            ops.matmulTransposed(newBasis, newBasis),
            squares,
            shift,
            weights.channels(),
            TwoWayTransformer.EPSILON);
    return Objects.requireNonNull(ops.factoredMaps())
        .attentionFrom(map, new TokenProjections(k, onBasis), cells, weights.heads(), sum);
  }
}
