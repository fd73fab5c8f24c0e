package io.github.sam4j.cpu.onednn;

import io.github.sam4j.cpu.memory.NativeStorage;
import org.jspecify.annotations.Nullable;

/** Working memory for one thread's primitives, which run one after the other and share it. */
final class Scratchpad implements AutoCloseable {
  private static final long PAGE = 4096;

  private @Nullable NativeStorage storage;
  private long bytes;
  private long start;

  /** Address of at least this much memory; good until the next call. */
  long address(long needed) {
    if (needed > bytes) {
      close();
      NativeStorage grown = NativeStorage.allocate((needed + PAGE) / 4 + 1);
      storage = grown;
      bytes = needed;
      start = (grown.address() + PAGE - 1) / PAGE * PAGE;
    }
    return start;
  }

  @Override
  public void close() {
    if (storage != null) {
      storage.close();
      storage = null;
      bytes = 0;
    }
  }
}
