package io.github.sam4j.cpu.parallel;

import io.github.sam4j.nd4j.NativeBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * An engine's threads. A caller's own thread takes part in its work, so that small operators need
 * not wake anyone; daemon threads make up the rest.
 *
 * <p>While a thread computes here its OpenMP regions are one thread wide: the parts are what runs
 * in parallel, and oneDNN must not start threads within them.
 *
 * <p>Thread-safe.
 */
public final class Workers implements AutoCloseable {
  /** How long a thread looks for work, or waits for others, before it sleeps. */
  private static final long SPIN_NANOS = 50_000;

  private final ConcurrentLinkedQueue<Job> jobs = new ConcurrentLinkedQueue<>();
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicInteger sleeping = new AtomicInteger();
  private volatile boolean closed;

  /**
   * Starts the threads.
   *
   * @param count how many share an operator's work, the caller among them
   */
  public Workers(int count) {
    for (int i = 1; i < count; i++) {
      Thread thread = new Thread(this::serve, "sam4j-cpu-" + i);
      thread.setDaemon(true);
      threads.add(thread);
    }
    threads.forEach(Thread::start);
  }

  /**
   * Does all parts of a task and returns when they are done.
   *
   * @param worker the calling thread's
   */
  public void run(Worker worker, int parts, Task task) {
    if (parts == 1 || threads.isEmpty()) {
      runHere(worker, parts, task);
    } else {
      limited(() -> share(worker, parts, task));
    }
  }

  /** The same on the calling thread alone, for what is too little to share. */
  public void runHere(Worker worker, int parts, Task task) {
    limited(
        () -> {
          for (int part = 0; part < parts; part++) {
            worker.run(task, part);
          }
        });
  }

  private void limited(Runnable work) {
    if (closed) {
      throw new IllegalStateException("the engine is closed");
    }
    int before = NativeBackend.openMpThreads();
    if (before == 1) {
      work.run();
      return;
    }
    NativeBackend.setOpenMpThreads(1);
    try {
      work.run();
    } finally {
      NativeBackend.setOpenMpThreads(before);
    }
  }

  private void share(Worker worker, int parts, Task task) {
    Job job = new Job(task, parts, Thread.currentThread());
    jobs.add(job);
    if (sleeping.get() > 0) {
      wake(parts - 1);
    }
    job.work(worker);
    jobs.remove(job);
    long deadline = System.nanoTime() + SPIN_NANOS;
    while (!job.finished()) {
      if (System.nanoTime() < deadline) {
        Thread.onSpinWait();
      } else {
        LockSupport.parkNanos(this, 1_000_000);
      }
    }
    job.check();
  }

  private void wake(int count) {
    for (int i = 0; i < Math.min(count, threads.size()); i++) {
      LockSupport.unpark(threads.get(i));
    }
  }

  private void serve() {
    NativeBackend.setOpenMpThreads(1);
    try (Worker worker = new Worker()) {
      while (!closed) {
        Job job = awaitJob();
        if (job != null) {
          job.work(worker);
          jobs.remove(job);
        }
      }
    }
  }

  private @Nullable Job awaitJob() {
    long deadline = System.nanoTime() + SPIN_NANOS;
    while (System.nanoTime() < deadline) {
      Job job = jobs.peek();
      if (job != null) {
        return job;
      }
      Thread.onSpinWait();
    }
    // Counted before the last look, so that whoever adds a job after it sees that one must be
    // woken.
    sleeping.incrementAndGet();
    try {
      if (jobs.peek() == null && !closed) {
        LockSupport.park(this);
      }
    } finally {
      sleeping.decrementAndGet();
    }
    return jobs.peek();
  }

  @Override
  public void close() {
    closed = true;
    threads.forEach(LockSupport::unpark);
    boolean interrupted = false;
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
