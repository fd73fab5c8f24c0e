package io.github.sam4j.nd4j;

import io.github.sam4j.core.tensor.PackedLayer;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.core.tensor.WindowAttention;
import io.github.sam4j.core.tensor.WindowAttentionShape;

/**
 * Attention over windows.
 *
 * @param owner stands for the engine that packed it
 * @param padding (3 x channels)
 * @param bias the packed position bias
 */
record PackedWindowAttention(
    Object owner, WindowAttentionShape shape, Tensor padding, PackedBias bias)
    implements WindowAttention, PackedLayer {

  /** A position bias in the layout that its use likes. */
  sealed interface PackedBias {}

  /**
   * Decomposed relative positions.
   *
   * @param rows (2 x window - 1, headWidth), last row first, so that the entries of one query lie
   *     in the order of the keys
   * @param columns like rows
   * @param selector (tokens, 2 x window): one-hot key row, then one-hot key column; a product with
   *     it spreads a query's row and column biases over the keys
   */
  record Relative(Tensor rows, Tensor columns, Tensor selector) implements PackedBias {}

  /**
   * A learned table.
   *
   * @param values (heads, tokens, tokens)
   */
  record Learned(Tensor values) implements PackedBias {}

  /** None. */
  record None() implements PackedBias {}
}
