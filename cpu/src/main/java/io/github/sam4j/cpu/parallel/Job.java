package io.github.sam4j.cpu.parallel;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A task whose parts several threads take one after the other. */
final class Job {
  private final Task task;
  private final int parts;
  private final Thread owner;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger unfinished;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  Job(Task task, int parts, Thread owner) {
    this.task = task;
    this.parts = parts;
    this.owner = owner;
    this.unfinished = new AtomicInteger(parts);
  }

  boolean finished() {
    return unfinished.get() == 0;
  }

  /** Takes parts until there are none. After a failure the rest is taken but not done. */
  void work(Worker worker) {
    for (int part = next.getAndIncrement(); part < parts; part = next.getAndIncrement()) {
      try {
        if (failure.get() == null) {
          worker.run(task, part);
        }
      } catch (Throwable e) {
        failure.compareAndSet(null, e);
      }
      if (unfinished.decrementAndGet() == 0) {
        LockSupport.unpark(owner);
      }
    }
  }

  /** Throws what a part threw, if one did. */
  void check() {
    Throwable thrown = failure.get();
    if (thrown instanceof RuntimeException e) {
      throw e;
    }
    if (thrown instanceof Error e) {
      throw e;
    }
    if (thrown != null) {
      throw new IllegalStateException(thrown);
    }
  }
}
