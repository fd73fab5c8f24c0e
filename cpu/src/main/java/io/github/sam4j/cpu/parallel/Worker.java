package io.github.sam4j.cpu.parallel;

import io.github.sam4j.cpu.memory.Arena;
import io.github.sam4j.cpu.onednn.Primitives;

/** What a thread needs while it computes: scratch memory and oneDNN's primitives of its own. */
public final class Worker implements AutoCloseable {
  private static final long SCRATCH_BLOCK = 1 << 20;

  private final Arena scratch = new Arena(SCRATCH_BLOCK);
  private final Primitives primitives = new Primitives();

  /** Memory that is free again when the present part of the work is done. */
  public Arena scratch() {
    return scratch;
  }

  /** CompiledPrimitive matrix products and layout changes. */
  public Primitives primitives() {
    return primitives;
  }

  void run(Task task, int part) {
    Arena.Mark mark = scratch.mark();
    try {
      task.run(this, part);
    } finally {
      scratch.release(mark);
    }
  }

  @Override
  public void close() {
    primitives.close();
    scratch.close();
  }
}
