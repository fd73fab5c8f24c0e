package io.github.sam4j.decoder.factored;

import io.github.sam4j.core.parameters.StoredLayers;
import io.github.sam4j.core.tensor.CellPlanes;
import io.github.sam4j.core.tensor.FactoredMap;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.core.tensor.TokenProjections;
import io.github.sam4j.decoder.transformer.Attention;
import io.github.sam4j.decoder.transformer.AttentionWeights;
import io.github.sam4j.decoder.transformer.HeadMatrices;
import io.github.sam4j.decoder.transformer.RowMatrix;
import io.github.sam4j.decoder.transformer.TokenToImageAttention;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@link TokenToImageAttention} to the cells of a {@link FactoredImage}, with the same weights. */
final class FactoredTokenToImage {
  private final Attention attention;
  private final HeadMatrices byKeys;
  private final HeadMatrices byValues;
  private final Tensor valueBias;
  private final ImageProjection keys;
  private final ImageProjection values;
  private final @Nullable Tensor positionKeys;
  private final int cells;

  /**
   * Folds its weights.
   *
   * @param state of the cells that it attends to
   * @param positions of the cells
   */
  FactoredTokenToImage(
      StoredLayers layers, TokenToImageAttention same, CellState state, CellPositions positions) {
    cells = positions.cells();
    attention = same.attention();
    AttentionWeights weights = AttentionWeights.of(layers, attention);
    RowMatrix key = weights.scaled("k_proj");
    RowMatrix value = weights.projection("v_proj");
    float[] bias = weights.bias("v_proj");
    if (state.isEmbedding()) {
      byKeys = same.byKeys();
      byValues = same.byValues();
      keys = positions.positioned(key, new float[key.rows()]);
      values = state.embedding(value, bias);
      positionKeys = null;
      // The image's planes have it.
      valueBias = weights.vector(new float[bias.length]);
    } else {
      RowMatrix keyBeforeGain = state.beforeGain(key);
      RowMatrix valueBeforeGain = state.beforeGain(value);
      byKeys = weights.toChannels(keyBeforeGain);
      byValues = weights.toHeads(valueBeforeGain);
      keys = state.image(keyBeforeGain);
      values = state.image(valueBeforeGain);
      positionKeys = positions.project(key, new float[key.rows()]);
      valueBias = weights.vector(RowMatrix.sum(bias, state.ofNormBias(value)));
    }
  }

  /**
   * What it takes from an image.
   *
   * @param blocks of the embedding's cells: (B, N, C)
   */
  ImagePlanes.ToImage planes(Operators ops, Tensor blocks) {
    return new ImagePlanes.ToImage(keys.of(ops, blocks), values.of(ops, blocks));
  }

  /**
   * sum += the attention's result.
   *
   * @param tokens with their positions: (P, T, C)
   * @param image the prompts' images; null before the first block, where all share one
   * @param planes of the image that all prompts share
   */
  void addTo(
      Operators ops,
      Tensor sum,
      Tensor tokens,
      @Nullable FactoredImage image,
      ImagePlanes.ToImage planes) {
    Tensor queries = attention.queries(ops, tokens);
    FactoredMap map = null;
    Tensor onPrompt = null;
    if (image != null) {
      map = image.map();
      onPrompt = ops.matmulTransposed(byKeys.ofTokens(ops, queries), image.prompt());
    }
    Tensor means =
        Objects.requireNonNull(ops.factoredMaps())
            .attentionTo(
                map,
                new TokenProjections(queries, onPrompt),
                new CellPlanes(planes.keys(), positionKeys, cells),
                planes.values(),
                attention.heads());
    Tensor mixed = image == null ? means : withPrompt(ops, means, image.prompt());
    attention.addResultTo(ops, sum, ops.add(mixed.reshape(queries.shape()), valueBias));
  }

  /**
   * The means of the values from those of the image's part and those of the coefficients.
   *
   * @param means (P, T x heads, headWidth + R)
   */
  private Tensor withPrompt(Operators ops, Tensor means, Tensor prompt) {
    int headWidth = attention.width() / attention.heads();
    Tensor coefficients = means.slice(2, headWidth, means.dim(2));
    Tensor ofPrompt = ops.matmulTransposed(coefficients, prompt.swap(1, 2));
    return ops.add(means.slice(2, 0, headWidth), byValues.of(ops, ofPrompt));
  }
}
