package io.github.sam4j.cpu.memory;

/**
 * A stretch of an arena's memory.
 *
 * @param storage what it lies in
 * @param offset floats from the block's begin
 */
public record Span(NativeStorage storage, int offset) {
  /** The storage's memory. */
  public Block block() {
    return storage.block();
  }

  /** Address of its first float. */
  public long address() {
    return block().address(offset);
  }

  /** Address of one float, counted from the span's begin. */
  public long address(int index) {
    return block().address(offset + index);
  }
}
