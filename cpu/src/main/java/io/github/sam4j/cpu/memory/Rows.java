package io.github.sam4j.cpu.memory;

/**
 * A tensor seen as a matrix: its last dimension's values adjacent, a fixed step between rows.
 *
 * @param block the memory
 * @param offset index of the first value
 * @param count rows
 * @param width values in a row
 * @param stride floats from one row to the next
 */
public record Rows(Block block, int offset, int count, int width, int stride) {
  /** A dense matrix at a span. */
  public static Rows of(Span span, int count, int width) {
    return new Rows(span.block(), span.offset(), count, width, width);
  }

  /** Some of its rows. */
  public Rows slice(int first, int rows) {
    return new Rows(block, at(first), rows, width, stride);
  }

  /** Some of its columns. */
  public Rows columns(int first, int columns) {
    return new Rows(block, offset + first, count, columns, stride);
  }

  /** Index of a row's first value. */
  public int at(int row) {
    return offset + row * stride;
  }

  /** Address of a row's first value. */
  public long address(int row) {
    return block.address(at(row));
  }
}
