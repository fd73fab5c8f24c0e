package io.github.sam4j.cpu.memory;

import io.github.sam4j.core.tensor.Storage;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * Remembers the {@link Block} of each storage for as long as the storage is in use. Thread-safe.
 */
public final class Blocks {
  private final Map<Storage, Block> known = new WeakHashMap<>();

  /** The block of this storage. */
  public synchronized Block of(Storage storage) {
    return known.computeIfAbsent(storage, Block::of);
  }

  /** Adds one that is known already. */
  public synchronized void add(Span span) {
    known.putIfAbsent(span.storage(), span.block());
  }
}
