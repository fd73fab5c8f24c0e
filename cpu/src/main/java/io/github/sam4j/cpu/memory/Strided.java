package io.github.sam4j.cpu.memory;

/**
 * Values a fixed step apart.
 *
 * @param block the memory
 * @param offset index of the first value
 * @param step floats from one value to the next; may be 0
 */
public record Strided(Block block, int offset, long step) {
  /** Index of a value. */
  public int at(int value) {
    return (int) (offset + value * step);
  }
}
