package io.github.sam4j.cpu.layer;

import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.cpu.kernel.Kernels;
import io.github.sam4j.cpu.memory.Block;
import io.github.sam4j.cpu.memory.Square;
import io.github.sam4j.cpu.work.Workspace;

/** Maps of half the side. */
public final class Pooling {
  private final Workspace workspace;

  /** In a workspace. */
  public Pooling(Workspace workspace) {
    this.workspace = workspace;
  }

  /** result = the greatest of each 2 x 2 cells of x, both contiguous. */
  public void max(Tensor x, Tensor result) {
    Block from = workspace.block(x);
    Block to = workspace.block(result);
    Kernels kernels = workspace.kernels();
    int rows = result.dim(1);
    int columns = result.dim(2);
    int channels = result.dim(3);
    int line = x.dim(2) * channels;
    workspace.parallel(
        x.size(),
        result.dim(0) * rows,
        (worker, part) -> {
          int at = (int) x.offset() + (part / rows * x.dim(1) + 2 * (part % rows)) * line;
          int target = (int) result.offset() + part * columns * channels;
          for (int column = 0; column < columns; column++) {
            Square square = new Square(from, at + 2 * column * channels, channels, line);
            kernels.greatest(square, to, target, channels);
            target += channels;
          }
        });
  }
}
