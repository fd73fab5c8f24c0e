package io.github.sam4j.core.tensor;

/**
 * A block of float32 memory that one engine computes on; where it lies is that engine's affair, and
 * only the engine that made it can use it. {@link Engine#allocate} makes one.
 *
 * <p>Its values may be read and written from any thread, but not while another writes them. Must
 * not be used once it is closed.
 */
public abstract class Storage implements AutoCloseable {
  private final long length;

  /**
   * A block.
   *
   * @param length in floats, at least 1
   */
  protected Storage(long length) {
    if (length < 1) {
      throw new IllegalArgumentException(
          "a block must have at least 1 float, asked for %d".formatted(length));
    }
    this.length = length;
  }

  /** Floats in it. */
  public final long length() {
    return length;
  }

  /**
   * Copies values that follow each other out of it.
   *
   * @param at the first, in floats from the block's begin
   * @param to where they go, from index {@code from} on
   * @param count how many
   * @throws IndexOutOfBoundsException if there are not so many in the block or in the array
   */
  public abstract void read(long at, float[] to, int from, int count);

  /**
   * Copies values into it, where they follow each other.
   *
   * @param at where the first goes, in floats from the block's begin
   * @param from where they come from, from index {@code first} on
   * @param count how many
   * @throws IndexOutOfBoundsException if there are not so many in the block or in the array
   */
  public abstract void write(long at, float[] from, int first, int count);

  /** Frees the memory at once. Idempotent. */
  @Override
  public abstract void close();
}
