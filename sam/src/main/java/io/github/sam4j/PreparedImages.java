package io.github.sam4j;

import io.github.sam4j.decoder.PreparedImage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Function;
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
  private final Function<ImageEmbedding, PreparedImage> prepare;
  private final Deque<Entry> recent = new ArrayDeque<>();

  PreparedImages(int capacity, Function<ImageEmbedding, PreparedImage> prepare) {
    this.capacity = capacity;
    this.prepare = prepare;
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

  private final class Entry {
    final ImageEmbedding embedding;
    int users = 1; // the cache itself
    private @Nullable PreparedImage image;

    Entry(ImageEmbedding embedding) {
      this.embedding = embedding;
    }

    /** Computed by the first user while the others of this entry wait. */
    synchronized PreparedImage get() {
      if (image == null) {
        image = prepare.apply(embedding);
      }
      return image;
    }

    synchronized void free() {
      if (image != null) {
        image.close();
      }
    }
  }

  synchronized Lease acquire(ImageEmbedding embedding) {
    Entry found = null;
    for (Entry entry : recent) {
      if (entry.embedding == embedding) {
        found = entry;
      }
    }
    if (found == null) {
      found = new Entry(embedding);
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
