package io.github.sam4j.cpu.packed;

import io.github.sam4j.core.tensor.PackedLayer;
import io.github.sam4j.core.tensor.WindowAttention;
import io.github.sam4j.core.tensor.WindowAttentionShape;
import io.github.sam4j.cpu.memory.Span;
import io.github.sam4j.cpu.onednn.Layout;

/**
 * What attention over windows needs besides q, k and v.
 *
 * @param padding query, key and value of a padding token
 * @param bias of positions
 */
public record PackedWindowAttention(
    Object owner, WindowAttentionShape shape, Span padding, Bias bias)
    implements WindowAttention, PackedLayer {

  /** A position bias in native memory. */
  public sealed interface Bias {}

  /**
   * Decomposed relative positions: one matrix whose columns are the row table and then the column
   * table, each last entry first, so that a query's biases for ascending keys ascend.
   *
   * @param columns of the matrix
   */
  public record Relative(Layout layout, Span tables, int columns) implements Bias {}

  /** A value for each head, query and key. */
  public record Learned(Span values) implements Bias {}

  /** No bias. */
  public record None() implements Bias {}

  /** The factor of q k^T. */
  public float scale() {
    return (float) (1 / Math.sqrt(shape.headWidth()));
  }
}
