package io.github.sam4j.weights.catalogue;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps all but one from downloading a file: threads of this process by a lock in memory, other
 * processes by one on {@code name.lock}. The lock file stays; removing it would let two in.
 */
final class DownloadLock implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(DownloadLock.class);
  private static final Map<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

  private final ReentrantLock threads;
  private final FileChannel channel;

  private DownloadLock(ReentrantLock threads, FileChannel channel) {
    this.threads = threads;
    this.channel = channel;
  }

  static DownloadLock take(Path target) throws IOException {
    Path file = target.resolveSibling(target.getFileName() + ".lock").toAbsolutePath();
    ReentrantLock threads = THREADS.computeIfAbsent(file, path -> new ReentrantLock());
    try {
      threads.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("waiting for " + target).initCause(e);
    }
    boolean taken = false;
    try {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        FileLock lock = channel.tryLock();
        if (lock == null) {
          LOG.info("Waiting for another process that downloads {}", target);
          channel.lock();
        }
        taken = true;
        return new DownloadLock(threads, channel);
      } finally {
        if (!taken) {
          channel.close();
        }
      }
    } finally {
      if (!taken) {
        threads.unlock();
      }
    }
  }

  /** Closing the channel releases its lock. */
  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      threads.unlock();
    }
  }
}
