package io.github.sam4j.cpu.layer;

import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.cpu.kernel.Copies;
import io.github.sam4j.cpu.kernel.Kernels;
import io.github.sam4j.cpu.memory.Block;
import io.github.sam4j.cpu.onednn.Elementwise;
import io.github.sam4j.cpu.work.ElementWalk;
import io.github.sam4j.cpu.work.RowWalk;
import io.github.sam4j.cpu.work.Workspace;

/** Sums and non-linearities, element by element. */
public final class Elements {
  private final Workspace workspace;
  private final ElementWalk elements;
  private final Kernels kernels;

  /** In a workspace. */
  public Elements(Workspace workspace) {
    this.workspace = workspace;
    elements = new ElementWalk(workspace);
    kernels = workspace.kernels();
  }

  /** sum = a + b; the operands broadcast to the sum's shape. */
  public void add(Tensor a, Tensor b, Tensor sum) {
    Block first = workspace.block(a);
    Block second = workspace.block(b);
    Block result = workspace.block(sum);
    int to = (int) sum.offset();
    if (a.isContiguous() && b.isContiguous() && a.size() == b.size()) {
      int s = (int) a.offset();
      int t = (int) b.offset();
      elements.eachRun(
          sum.size(),
          (i, length) -> kernels.add(first, s + i, second, t + i, result, to + i, length));
      return;
    }
    RowWalk as = broadcast(a, sum);
    RowWalk bs = broadcast(b, sum);
    int width = sum.dim(-1);
    boolean dense = width == 1 || (as.step() == 1 && bs.step() == 1);
    elements.eachRow(
        sum,
        row -> {
          int t = to + row * width;
          if (dense) {
            kernels.add(first, as.at(row), second, bs.at(row), result, t, width);
          } else {
            Copies.stridedSums(as.row(first, row), bs.row(second, row), result, t, width);
          }
        });
  }

  /** result = activation(x), both contiguous. */
  public void activate(Tensor x, Activation activation, Tensor result) {
    if (activation == Activation.NONE) {
      elements.copy(x, result);
      return;
    }
    long from = workspace.block(x).address((int) x.offset());
    long to = workspace.block(result).address((int) result.offset());
    workspace.parallel(
        x.size(),
        ElementWalk.parts(x.size()),
        (worker, part) -> {
          long first = (long) part * ElementWalk.PART;
          int length = (int) Math.min(ElementWalk.PART, x.size() - first);
          Elementwise function = new Elementwise(length, activation);
          worker.primitives().elementwise(function).run(from + 4 * first, to + 4 * first);
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
