package io.github.sam4j.cpu.work;

import io.github.sam4j.core.tensor.Frame;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.cpu.kernel.Kernels;
import io.github.sam4j.cpu.memory.Arena;
import io.github.sam4j.cpu.memory.Block;
import io.github.sam4j.cpu.memory.NativeStorage;
import io.github.sam4j.cpu.memory.Rows;
import io.github.sam4j.cpu.memory.Span;
import io.github.sam4j.cpu.parallel.Task;
import io.github.sam4j.cpu.parallel.Worker;

/** What one caller of an engine works with: scratch memory and its thread's share of the work. */
public final class Workspace implements AutoCloseable {
  /** Below so many elementary operations, waking another thread costs more than it saves. */
  private static final long SMALL = 1 << 18;

  private static final long BLOCK = 4L << 20;

  private final Machine machine;
  private final Arena arena = new Arena(BLOCK);
  private final Worker worker = new Worker();

  /** An empty one. */
  public Workspace(Machine machine) {
    this.machine = machine;
  }

  /** What all of the engine's callers share. */
  public Machine machine() {
    return machine;
  }

  /** Opens a frame of the arena. */
  public Frame frame() {
    Arena.Mark mark = arena.mark();
    return () -> arena.release(mark);
  }

  /** The loops to use between products. */
  public Kernels kernels() {
    return machine.kernels();
  }

  /** Memory for this many floats, undefined. */
  public Span allocate(long length) {
    return arena.allocate(length);
  }

  /** A tensor with undefined contents. */
  public Tensor empty(int... shape) {
    Span span = arena.allocate(Math.max(1, Tensor.size(shape)));
    return new Tensor(span.storage(), span.offset(), shape, Tensor.rowMajor(shape));
  }

  /** Where a tensor's values lie. */
  public Block block(Tensor tensor) {
    return NativeStorage.block(tensor);
  }

  /**
   * Does the parts of a task.
   *
   * @param cost of all, in elementary operations
   */
  public void parallel(long cost, int parts, Task task) {
    if (cost < SMALL) {
      machine.workers().runHere(worker, parts, task);
    } else {
      machine.workers().run(worker, parts, task);
    }
  }

  /** The tensor as rows of its last dimension; copied if no fixed step separates them. */
  public Rows rows(Tensor tensor) {
    int width = tensor.rank() == 0 ? 1 : tensor.dim(-1);
    int count = Math.toIntExact(tensor.size() / Math.max(1, width));
    long stride = rowStride(tensor, width);
    if (stride < width) {
      return rows(contiguous(tensor));
    }
    return new Rows(
        block(tensor), Math.toIntExact(tensor.offset()), count, width, Math.toIntExact(stride));
  }

  /** The tensor itself if it lies row-major without gaps, or a copy. */
  public Tensor contiguous(Tensor tensor) {
    if (tensor.isContiguous()) {
      return tensor;
    }
    Tensor copy = empty(tensor.shape());
    new ElementWalk(this).copy(tensor, copy);
    return copy;
  }

  /** How many parts there are of so many things each. */
  public static int parts(int count, int perPart) {
    return (count + perPart - 1) / perPart;
  }

  /** The step between rows, or -1 if there is none. */
  private static long rowStride(Tensor tensor, int width) {
    if (width != 1 && tensor.stride(-1) != 1) {
      return -1;
    }
    long stride = 0;
    long rows = 1;
    for (int axis = tensor.rank() - 2; axis >= 0; axis--) {
      int dim = tensor.dim(axis);
      if (dim == 1) {
        continue;
      }
      if (rows == 1) {
        stride = tensor.stride(axis);
      } else if (tensor.stride(axis) != stride * rows) {
        return -1;
      }
      rows *= dim;
    }
    return rows == 1 ? width : stride;
  }

  @Override
  public void close() {
    worker.close();
    arena.close();
  }
}
