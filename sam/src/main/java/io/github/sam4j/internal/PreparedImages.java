package io.github.sam4j.internal;

import io.github.sam4j.decoder.PreparedImage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The decoder's image-only work for the embeddings used last, in native memory. An embedding itself
 * lives on the Java heap and need not be closed; this cache bounds what it costs beside it.
 *
 * <p>Thread-safe. Several threads may use one entry; it is freed when it has been displaced and the
 * last of them is done.
 */
final class PreparedImages implements AutoCloseable {
  private final int capacity;
  private final Deque<Entry> recent = new ArrayDeque<>();

  PreparedImages(int capacity) {
    this.capacity = capacity;
  }

  /** A use of an entry; closing ends it. */
  final class Lease implements AutoCloseable {
    private final Entry entry;

    private Lease(Entry entry) {
      this.entry = entry;
    }

    PreparedImage image() {
      return entry.get();
    }

    @Override
    public void close() {
      release(entry);
    }
  }

  private static final class Entry {
    final EmbeddedPicture picture;
    int users = 1; // the cache itself
    private final Supplier<PreparedImage> prepare;
    private @Nullable PreparedImage image;

    Entry(EmbeddedPicture picture, Supplier<PreparedImage> prepare) {
      this.picture = picture;
      this.prepare = prepare;
    }

    /** Computed by the first user while the others of this entry wait. */
    synchronized PreparedImage get() {
      if (image == null) {
        image = prepare.get();
      }
      return image;
    }

    synchronized void free() {
      if (image != null) {
        image.close();
      }
    }
  }

  /**
   * A picture's entry; it stays until the lease is closed.
   *
   * @param prepare computes it where it is not here
   */
  synchronized Lease acquire(EmbeddedPicture picture, Supplier<PreparedImage> prepare) {
    Entry found = null;
    for (Entry entry : recent) {
      if (entry.picture == picture) {
        found = entry;
      }
    }
    if (found == null) {
      found = new Entry(picture, prepare);
      while (recent.size() >= capacity) {
        release(recent.removeLast());
      }
    } else {
      recent.remove(found);
    }
    recent.addFirst(found);
    found.users++;
    return new Lease(found);
  }

  private synchronized void release(Entry entry) {
    if (--entry.users == 0) {
      entry.free();
    }
  }

  @Override
  public synchronized void close() {
    while (!recent.isEmpty()) {
      release(recent.removeLast());
    }
  }
}
