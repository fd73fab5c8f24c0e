package io.github.sam4j.core.mask;

/**
 * A mask as the decoder gives it: one logit for each cell of a square grid over the model's input
 * (256 x 256 for SAM). Positive is inside. It serves as mask prompt for refinement.
 *
 * <p>Immutable.
 */
public final class LowResolutionLogits {
  private final int side;
  private final float[] values;

  /**
   * Takes a copy of the values.
   *
   * @param side cells along a side
   * @param values side x side logits, row-major
   */
  public LowResolutionLogits(int side, float[] values) {
    if (side < 1 || values.length != side * side) {
      throw new IllegalArgumentException(
          "low-resolution logits of side %d need %d values, found %d"
              .formatted(side, side * side, values.length));
    }
    this.side = side;
    this.values = values.clone();
  }

  /** Cells along a side. */
  public int side() {
    return side;
  }

  /** The logits, row-major, as a copy. */
  public float[] values() {
    return values.clone();
  }

  /**
   * Copies a row.
   *
   * @param to takes it in its first {@link #side} places
   * @throws IndexOutOfBoundsException if there is no such row or {@code to} is too short
   */
  public void copyRow(int row, float[] to) {
    System.arraycopy(values, row * side, to, 0, side);
  }

  /** One logit. */
  public float at(int row, int column) {
    return values[row * side + column];
  }
}
