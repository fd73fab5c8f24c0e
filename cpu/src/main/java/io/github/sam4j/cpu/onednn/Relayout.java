package io.github.sam4j.cpu.onednn;

import org.jspecify.annotations.Nullable;

/**
 * A copy of a matrix, float32 unless it is packed, into another layout.
 *
 * @param rows of the matrix
 * @param columns of the matrix
 * @param rowStride floats from one row to the next, before
 * @param columnStride floats from one column to the next, before
 * @param before the layout before, if it is a packed one; then these strides mean nothing
 * @param layout the layout after, if it is a packed one
 * @param newRowStride values from one row to the next after, if it is not
 * @param newColumnStride values from one column to the next after, if it is not
 * @param type number format after, if it is not a packed one
 */
public record Relayout(
    int rows,
    int columns,
    int rowStride,
    int columnStride,
    @Nullable Layout before,
    @Nullable Layout layout,
    int newRowStride,
    int newColumnStride,
    DataType type) {

  /** To a packed layout. */
  public static Relayout pack(
      int rows,
      int columns,
      int rowStride,
      int columnStride,
      @Nullable Layout before,
      Layout layout) {
    return new Relayout(
        rows, columns, rowStride, columnStride, before, layout, 0, 0, layout.type());
  }
}
