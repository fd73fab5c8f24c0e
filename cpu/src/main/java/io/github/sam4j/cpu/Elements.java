package io.github.sam4j.cpu;

import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.cpu.kernel.Copies;
import io.github.sam4j.cpu.kernel.Kernels;
import io.github.sam4j.cpu.memory.Block;
import io.github.sam4j.cpu.onednn.Elementwise;

/** Copies, sums and non-linearities, element by element. */
final class Elements {
  /** Values of one part of the work. */
  private static final int PART = 1 << 15;

  private final Session session;
  private final Kernels kernels;

  Elements(Session session) {
    this.session = session;
    kernels = session.kernels();
  }

  /** A run of values; the same for each operand. */
  private interface Run {
    void at(int from, int length);
  }

  private interface Row {
    void at(int row);
  }

  /** target = source, of one shape and any strides. */
  void copy(Tensor target, Tensor source) {
    Block to = session.block(target);
    Block from = session.block(source);
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

  /** sum = a + b; the operands broadcast to the sum's shape. */
  void add(Tensor a, Tensor b, Tensor sum) {
    Block first = session.block(a);
    Block second = session.block(b);
    Block result = session.block(sum);
    int to = (int) sum.offset();
    if (a.isContiguous() && b.isContiguous() && a.size() == b.size()) {
      int s = (int) a.offset();
      int t = (int) b.offset();
      eachRun(
          sum.size(),
          (i, length) -> kernels.add(first, s + i, second, t + i, result, to + i, length));
      return;
    }
    RowWalk as = broadcast(a, sum);
    RowWalk bs = broadcast(b, sum);
    int width = sum.dim(-1);
    boolean dense = width == 1 || (as.step() == 1 && bs.step() == 1);
    eachRow(
        sum,
        row -> {
          int t = to + row * width;
          if (dense) {
            kernels.add(first, as.at(row), second, bs.at(row), result, t, width);
          } else {
            Copies.stridedSums(
                first, as.at(row), as.step(), second, bs.at(row), bs.step(), result, t, width);
          }
        });
  }

  /** result = activation(x), both contiguous. */
  void activate(Tensor x, Activation activation, Tensor result) {
    if (activation == Activation.NONE) {
      copy(result, x);
      return;
    }
    long from = session.block(x).address((int) x.offset());
    long to = session.block(result).address((int) result.offset());
    session.parallel(
        x.size(),
        parts(x.size()),
        (worker, part) -> {
          long first = (long) part * PART;
          int length = (int) Math.min(PART, x.size() - first);
          Elementwise function = new Elementwise(length, activation);
          worker.primitives().elementwise(function).run(from + 4 * first, to + 4 * first);
        });
  }

  private static int parts(long size) {
    return (int) ((size + PART - 1) / PART);
  }

  private void eachRun(long size, Run run) {
    session.parallel(
        size,
        parts(size),
        (worker, part) -> {
          long from = (long) part * PART;
          run.at((int) from, (int) Math.min(PART, size - from));
        });
  }

  private void eachRow(Tensor shaped, Row action) {
    int width = Math.max(1, shaped.dim(-1));
    int rows = (int) (shaped.size() / width);
    int perPart = Math.max(1, PART / width);
    session.parallel(
        shaped.size(),
        (rows + perPart - 1) / perPart,
        (worker, part) -> {
          int end = Math.min(rows, (part + 1) * perPart);
          for (int row = part * perPart; row < end; row++) {
            action.at(row);
          }
        });
  }

  /** The tensor's rows under a larger shape, in which it stands still along missing dimensions. */
  private static RowWalk broadcast(Tensor tensor, Tensor to) {
    long[] strides = new long[to.rank()];
    for (int i = 1; i <= tensor.rank(); i++) {
      if (tensor.dim(-i) != 1) {
        strides[strides.length - i] = tensor.stride(-i);
      }
    }
    return new RowWalk(to.shape(), strides, tensor.offset());
  }
}
