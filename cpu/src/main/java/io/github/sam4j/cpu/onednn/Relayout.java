package io.github.sam4j.cpu.onednn;

import org.jspecify.annotations.Nullable;

/**
 * A copy of a matrix, float32 unless it is packed, into another layout.
 *
 * @param rows of the matrix
 * @param columns of the matrix
 * @param before how it lies
 * @param after how it shall lie
 * @param type number format after, if it is not packed then
 */
public record Relayout(int rows, int columns, Placement before, Placement after, DataType type) {
  /**
   * How a matrix lies.
   *
   * @param rowStride values from one row to the next
   * @param columnStride values from one column to the next
   * @param packed the layout, if it is a packed one; then these strides mean nothing
   */
  public record Placement(int rowStride, int columnStride, @Nullable Layout packed) {
    /** A matrix with these strides. */
    public static Placement strided(int rowStride, int columnStride) {
      return new Placement(rowStride, columnStride, null);
    }

    /** A packed matrix. */
    public static Placement packed(Layout layout) {
      return new Placement(0, 0, layout);
    }
  }

  /** To a packed layout. */
  public static Relayout pack(int rows, int columns, Placement before, Layout layout) {
    return new Relayout(rows, columns, before, Placement.packed(layout), layout.type());
  }
}
