package io.github.sam4j.decoder;

import io.github.sam4j.core.parameters.StoredLayers;
import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.CellPlanes;
import io.github.sam4j.core.tensor.FactoredMap;
import io.github.sam4j.core.tensor.Linear;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.core.tensor.TokenProjections;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Attention from tokens to the cells of an image that is a {@link FactoredMap}. */
final class FactoredTokenToImage {
  private final AttentionWeights weights;
  private final RowMatrix keys;
  private final RowMatrix values;
  private final Linear queries;
  private final Tensor byKeys;
  private final Tensor byValues;
  private final Tensor valueBias;
  private final Linear out;

  /**
   * Loads its weights.
   *
   * @param norm of the image's cells; null for the image as it comes from the encoder
   */
  FactoredTokenToImage(StoredLayers layers, int channels, int heads, @Nullable FactoredNorm norm) {
    weights = AttentionWeights.of(layers, channels, heads);
    RowMatrix value = weights.in("v_proj");
    float[] bias = weights.bias("v_proj");
    keys = norm == null ? weights.scaled("k_proj") : weights.scaled("k_proj").times(norm.gain());
    values = norm == null ? value : value.times(norm.gain());
    queries = weights.linear("q_proj");
    byKeys = weights.toChannels(keys);
    byValues = weights.toHeads(values);
    // What the image's projection already has must not be added again.
    float[] added =
        norm == null ? new float[bias.length] : RowMatrix.sum(bias, value.of(norm.bias()));
    valueBias = weights.vector(added);
    out = weights.outLinear();
  }

  /** The projection of cells before their norm's gain, less what is the same for all cells. */
  RowMatrix keys() {
    return keys;
  }

  /** The projection of the cells' positions. */
  RowMatrix placeKeys() {
    return weights.scaled("k_proj");
  }

  RowMatrix values() {
    return values;
  }

  float[] bias() {
    return weights.bias("v_proj");
  }

  /**
   * sum += the attention's result.
   *
   * @param placed tokens with their positions: (P, T, C)
   * @param map the image; null for the one that all prompts share
   * @param basis of the map: (P, R, C); null if it has none
   * @param cells projected keys
   * @param valuePlanes projected values
   */
  void addTo(
      Operators ops,
      Tensor sum,
      Tensor placed,
      @Nullable FactoredMap map,
      @Nullable Tensor basis,
      CellPlanes cells,
      Tensor valuePlanes) {
    Tensor q = ops.linear(placed, queries, Activation.NONE);
    Tensor onBasis =
        basis == null ? null : ops.matmulTransposed(weights.eachHead(ops, q, byKeys), basis);
    Tensor taken =
        Objects.requireNonNull(ops.factoredMaps())
            .attentionTo(
                map, new TokenProjections(q, onBasis), cells, valuePlanes, weights.heads());
    int headWidth = weights.width() / weights.heads();
    int[] shape = q.shape();
    Tensor mixed = taken;
    if (basis != null) {
      Tensor turned = basis.swap(1, 2);
      Tensor mean = ops.matmulTransposed(taken.slice(2, headWidth, taken.dim(2)), turned);
      mixed = ops.add(taken.slice(2, 0, headWidth), weights.byHead(ops, mean, byValues));
    }
    ops.addLinearTo(sum, ops.add(mixed.reshape(shape), valueBias), out);
  }
}
