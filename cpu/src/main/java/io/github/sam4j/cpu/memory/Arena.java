package io.github.sam4j.cpu.memory;

import java.util.ArrayList;
import java.util.List;

/**
 * A bump allocator over a growing list of blocks, which it keeps until it is closed. Going back to
 * a mark frees all that came after it, for the next allocation to reuse.
 *
 * <p>Not thread-safe.
 */
public final class Arena implements AutoCloseable {
  /** A cache line, in floats. */
  private static final int ALIGNMENT = NativeStorage.ALIGNMENT / Float.BYTES;

  /**
   * A point in an arena.
   *
   * @param index of the block
   * @param used floats of that block
   */
  public record Mark(int index, long used) {}

  private final long blockLength;
  private final List<NativeStorage> held = new ArrayList<>();
  private int current;
  private long used;

  /**
   * An empty arena.
   *
   * @param blockLength floats of the smallest block to take from the system
   */
  public Arena(long blockLength) {
    this.blockLength = blockLength;
  }

  /** Memory for this many floats, undefined, on a cache line's boundary. */
  public Span allocate(long length) {
    if (current < held.size()) {
      long from = aligned(used);
      if (from + length <= lengthOf(current)) {
        used = from + length;
        return span(from);
      }
      current++;
    }
    bringFitting(length);
    used = length;
    return span(0);
  }

  /** The present point. */
  public Mark mark() {
    return new Mark(current, used);
  }

  /** Frees all that was allocated since. */
  public void release(Mark mark) {
    current = mark.index();
    used = mark.used();
  }

  @Override
  public void close() {
    held.forEach(NativeStorage::close);
    held.clear();
    current = 0;
    used = 0;
  }

  /** Puts the smallest block of at least this length, or a new one, at the current place. */
  private void bringFitting(long length) {
    int best = -1;
    for (int i = current; i < held.size(); i++) {
      if (lengthOf(i) >= length && (best < 0 || lengthOf(i) < lengthOf(best))) {
        best = i;
      }
    }
    if (best >= 0) {
      held.add(current, held.remove(best));
      return;
    }
    held.add(current, NativeStorage.allocate(Math.max(length, blockLength)));
  }

  private long lengthOf(int index) {
    return held.get(index).length();
  }

  private Span span(long from) {
    return new Span(held.get(current), Math.toIntExact(from));
  }

  /** The first index from this one on that lies on a cache line's boundary. */
  private static long aligned(long index) {
    return (index + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }
}
