package io.github.sam4j.core.tensor;

/** What is added to a window's attention scores, after they are scaled by 1 / sqrt(headWidth). */
public sealed interface PositionBias {
  /** Nothing is added. */
  PositionBias NONE = new None();

  /** Scores as they are (Hiera). */
  record None() implements PositionBias {}

  /**
   * SAM's decomposed relative positions (Li et al. 2022, "MViTv2", section 3.1): for a query at (y,
   * x) and a key at (v, u) the bias is q . rows[y - v + window - 1] + q . columns[x - u + window -
   * 1], with the query before scaling; one table serves all heads.
   *
   * @param rows (2 x window - 1) x headWidth, row-major
   * @param columns (2 x window - 1) x headWidth, row-major
   */
  record Decomposed(float[] rows, float[] columns) implements PositionBias {}

  /**
   * A learned bias for each head, query and key of a window (TinyViT).
   *
   * @param values heads x (window x window) x (window x window), row-major
   */
  record Table(float[] values) implements PositionBias {}
}
