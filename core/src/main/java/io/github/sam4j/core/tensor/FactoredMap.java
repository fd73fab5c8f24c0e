package io.github.sam4j.core.tensor;

/**
 * Maps of cells that are made of the same base and of few vectors each, and are never written out.
 * Cell i of map p is
 *
 * <pre>scale[p, i] (base[i] + sum over r of coefficients[p, r, i] basis[p, r])</pre>
 *
 * <p>Neither the base nor the basis is held here: whatever takes part in an operator brings its
 * projections of both. Cells are cut into B blocks of N, one after the other, so that all about a
 * block's cells lies together; the last may be filled up with cells that count for nothing.
 *
 * @param coefficients (P, B, R, N)
 * @param scale positive: (P, B, N)
 */
public record FactoredMap(Tensor coefficients, Tensor scale) {
  /**
   * Checks the shapes.
   *
   * @throws IllegalArgumentException if they do not fit each other
   */
  public FactoredMap {
    ArgumentCheck.rank("coefficients", 4, coefficients);
    int[] cells = {coefficients.dim(0), coefficients.dim(1), coefficients.dim(3)};
    ArgumentCheck.shape("scale", cells, scale);
  }

  /** P, how many maps there are. */
  public int maps() {
    return coefficients.dim(0);
  }

  /** R, the vectors that each map has besides the base. */
  public int terms() {
    return coefficients.dim(2);
  }
}
