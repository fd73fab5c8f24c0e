package io.github.sam4j.cpu.layer;

import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.cpu.memory.Rows;
import io.github.sam4j.cpu.onednn.DataType;
import io.github.sam4j.cpu.onednn.Product;
import io.github.sam4j.cpu.onednn.Relayout;
import io.github.sam4j.cpu.onednn.Relayout.Placement;
import io.github.sam4j.cpu.work.Workspace;

/** Products of two activations, and transposition. */
public final class MatrixProducts {
  private static final int COLUMNS = 4096;
  private static final int BAND = 64;

  private final Workspace workspace;

  /** In a workspace. */
  public MatrixProducts(Workspace workspace) {
    this.workspace = workspace;
  }

  /** to = a b^T for each batch entry; to is contiguous. */
  public void transposed(Tensor a, Tensor b, Tensor to) {
    Rows as = workspace.rows(a);
    Rows bs = workspace.rows(b);
    Rows result = workspace.rows(to);
    int m = a.dim(1);
    int k = a.dim(2);
    int n = b.dim(1);
    int bands = Workspace.parts(n, COLUMNS);
    workspace.parallel(
        to.size() * k,
        to.dim(0) * bands,
        (worker, part) -> {
          int entry = part / bands;
          int column = part % bands * COLUMNS;
          int columns = Math.min(COLUMNS, n - column);
          Product product = Product.plain(m, k, columns, as.stride(), 1, bs.stride(), n);
          int aRow = a.dim(0) == 1 ? 0 : entry * m;
          int bRow = (b.dim(0) == 1 ? 0 : entry * n) + column;
          long target = result.address(entry * m) + 4L * column;
          worker.primitives().product(product).run(as.address(aRow), bs.address(bRow), 0, target);
        });
  }

  /** to = from with rows and columns swapped. */
  public void transpose(Rows from, Rows to) {
    int rows = from.count();
    workspace.parallel(
        (long) rows * from.width(),
        Workspace.parts(rows, BAND),
        (worker, part) -> {
          int first = part * BAND;
          int count = Math.min(BAND, rows - first);
          Relayout relayout =
              new Relayout(
                  count,
                  from.width(),
                  Placement.strided(from.stride(), 1),
                  Placement.strided(1, to.stride()),
                  DataType.F32);
          worker
              .primitives()
              .relayout(relayout)
              .run(from.address(first), to.address(0) + 4L * first);
        });
  }
}
