package io.github.sam4j.weights.catalogue;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Closes a stream from which nothing has come for a while, so that its reader does not wait on. */
final class StallGuard implements Closeable {
  private final InputStream stream;
  private final long limitNanos;
  private final ScheduledExecutorService watcher;
  private volatile long lastNanos = System.nanoTime();
  private volatile boolean stalled;

  StallGuard(InputStream stream, Duration limit) {
    this.stream = stream;
    this.limitNanos = limit.toNanos();
    this.watcher =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "sam4j-download-watch");
              thread.setDaemon(true);
              return thread;
            });
    long period = Math.max(1, limit.toMillis() / 4);
    var unused = watcher.scheduleAtFixedRate(this::look, period, period, TimeUnit.MILLISECONDS);
  }

  /** Something came. */
  void alive() {
    lastNanos = System.nanoTime();
  }

  boolean stalled() {
    return stalled;
  }

  @Override
  public void close() {
    watcher.shutdownNow();
  }

  private void look() {
    if (System.nanoTime() - lastNanos > limitNanos) {
      stalled = true;
      try {
        stream.close();
      } catch (IOException e) {
        // The reader gets an error or the end of the stream either way.
        return;
      }
    }
  }
}
