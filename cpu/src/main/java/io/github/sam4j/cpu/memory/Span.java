package io.github.sam4j.cpu.memory;

import io.github.sam4j.core.tensor.Storage;

/**
 * A stretch of an arena's memory.
 *
 * @param storage what it lies in
 * @param block the storage's memory
 * @param offset floats from the block's begin
 */
public record Span(Storage storage, Block block, int offset) {
  /** Address of its first float. */
  public long address() {
    return block.address(offset);
  }

  /** Address of one float, counted from the span's begin. */
  public long address(int index) {
    return block.address(offset + index);
  }
}
