package io.github.sam4j.core.tensor;

import org.jspecify.annotations.Nullable;

/**
 * Operators on {@link FactoredMap}s: few tokens and many cells make it less work to follow the
 * coefficients of cells than the cells themselves.
 *
 * <p>What {@link Operators} says of inputs, results and threads holds here too; results do not
 * depend on the number of threads, bit for bit.
 */
public interface FactoredMaps {
  /**
   * Whether maps of so many cells, and so many terms from each attention to them, are worth it and
   * can be computed.
   *
   * @param terms tokens x heads
   */
  boolean suits(int cells, int terms);

  /** N, how many cells to put into a block. */
  int block(int cells);

  /**
   * Attention from tokens to the cells of maps: for each token and head, with cell i's score
   *
   * <pre>
   * scale[i] (tokens . keys.base[:, i] + basis . coefficients[:, i]) + tokens . keys.places[:, i]
   * </pre>
   *
   * over the head's channels and the softmax w of the scores over the cells, the sums over i of
   * w[i] scale[i] values[:, i] and, behind them, of w[i] scale[i] coefficients[:, i].
   *
   * @param map null stands for maps without terms, whose scale is 1
   * @param queries of tokens, with the scores' scale
   * @param values (B, width, N)
   * @return (P, T x heads, width / heads + R)
   */
  Tensor attentionTo(
      @Nullable FactoredMap map,
      TokenProjections queries,
      CellPlanes keys,
      Tensor values,
      int heads);

  /**
   * Attention from the cells of maps to tokens, its residual connection and layer norm. The softmax
   * over a head's tokens of
   *
   * <pre>
   * scale[i] (tokens . queries.base[:, i] + basis . coefficients[:, i]) + tokens . queries.places[:, i]
   * </pre>
   *
   * divided by scale[i], is appended to the coefficients: T x heads new terms, token by token and
   * for each token head by head, that stand for what head and token give to a cell. The new scale
   * makes each cell's length what a layer norm without gain and bias makes it.
   *
   * @param map null stands for maps without terms, whose scale is 1
   * @param keys of tokens
   * @param queries with the scores' scale
   * @return new maps with R + T x heads terms
   */
  FactoredMap attentionFrom(
      @Nullable FactoredMap map,
      TokenProjections keys,
      CellPlanes queries,
      int heads,
      FactoredSum sum);

  /**
   * Upscales maps to four times their side and multiplies the result with filters. Maps that no
   * filter belongs to cost nothing.
   *
   * @param map of side x side cells, but for those that fill up the last block
   * @param basis the first convolution of the maps' basis: (P, 4 M, R)
   * @param filters (K, L), at least one
   * @param owners the map that each filter belongs to, in ascending order: K
   * @return (K, 4 side, 4 side)
   */
  Tensor masks(
      FactoredMap map,
      FactoredUpscaling upscaling,
      Tensor basis,
      Tensor filters,
      int[] owners,
      int side);
}
