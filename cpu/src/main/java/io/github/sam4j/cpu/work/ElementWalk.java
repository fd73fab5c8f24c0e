package io.github.sam4j.cpu.work;

import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.cpu.kernel.Copies;
import io.github.sam4j.cpu.memory.Block;

/** Loops over all elements of tensors, shared out among the threads; and copies, made by them. */
public final class ElementWalk {
  /** Values of one part of the work. */
  public static final int PART = 1 << 15;

  private final Workspace workspace;

  /** In a workspace. */
  public ElementWalk(Workspace workspace) {
    this.workspace = workspace;
  }

  /** A run of values; the same for each operand. */
  public interface Run {
    /** So many values from this one on. */
    void at(int from, int length);
  }

  /** A row of values. */
  public interface Row {
    /** The row of this number. */
    void at(int row);
  }

  /** target = source, of one shape and any strides. */
  public void copy(Tensor source, Tensor target) {
    Block to = workspace.block(target);
    Block from = workspace.block(source);
    if (target.isContiguous() && source.isContiguous()) {
      int s = (int) source.offset();
      int t = (int) target.offset();
      eachRun(target.size(), (i, length) -> Copies.row(from, s + i, to, t + i, length));
      return;
    }
    RowWalk sources = new RowWalk(source.shape(), source.strides(), source.offset());
    RowWalk targets = new RowWalk(target.shape(), target.strides(), target.offset());
    int width = target.dim(-1);
    boolean dense = width == 1 || (sources.step() == 1 && targets.step() == 1);
    eachRow(
        target,
        row -> {
          int s = sources.at(row);
          int t = targets.at(row);
          if (dense) {
            Copies.row(from, s, to, t, width);
          } else {
            Copies.strided(from, s, sources.step(), to, t, targets.step(), width);
          }
        });
  }

  /** How many parts so many values are. */
  public static int parts(long size) {
    return (int) ((size + PART - 1) / PART);
  }

  /** Runs of so many adjacent values. */
  public void eachRun(long size, Run run) {
    workspace.parallel(
        size,
        parts(size),
        (worker, part) -> {
          long from = (long) part * PART;
          run.at((int) from, (int) Math.min(PART, size - from));
        });
  }

  /** Rows of a tensor of this shape. */
  public void eachRow(Tensor shaped, Row action) {
    int width = Math.max(1, shaped.dim(-1));
    int rows = (int) (shaped.size() / width);
    int perPart = Math.max(1, PART / width);
    workspace.parallel(
        shaped.size(),
        (rows + perPart - 1) / perPart,
        (worker, part) -> {
          int end = Math.min(rows, (part + 1) * perPart);
          for (int row = part * perPart; row < end; row++) {
            action.at(row);
          }
        });
  }
}
