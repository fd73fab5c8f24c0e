package io.github.sam4j.cpu.factored;

import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.cpu.kernel.SoftmaxParts;
import io.github.sam4j.cpu.memory.Rows;
import io.github.sam4j.cpu.memory.Span;
import io.github.sam4j.cpu.onednn.Product;
import io.github.sam4j.cpu.work.Workspace;
import java.nio.FloatBuffer;

/** Attention from tokens to the cells of factored maps. */
final class PlaneAttention {
  private final Workspace workspace;
  private final PlaneWork work;
  private final PlaneWork.Scores scores;
  private final int heads;

  PlaneAttention(Workspace workspace, PlaneWork work, PlaneWork.Scores scores, int heads) {
    this.workspace = workspace;
    this.work = work;
    this.scores = scores;
    this.heads = heads;
  }

  /**
   * to = for each token and head what the softmax over cells takes of values and coefficients.
   *
   * @param inMap cells of a map but for those that fill up the last block
   */
  void apply(Tensor values, int inMap, Tensor to) {
    int rows = scores.rows();
    int cells = work.cells();
    int width = values.dim(1);
    int headWidth = width / heads;
    Rows planes = work.matrix(values);
    SoftmaxParts parts = new SoftmaxParts(workspace.kernels(), rows, to.dim(2), work.blocks());
    Span partial = workspace.allocate((long) to.dim(0) * work.blocks() * parts.floats());
    work.run(
        (long) work.blocks() * cells * rows * (2 * headWidth + 2 * work.terms()),
        (worker, part) -> {
          Span weights = scores.compute(worker, part);
          int at = partial.offset() + work.row(part, parts.floats());
          Span spare = worker.scratch().allocate(PlaneSums.spare());
          leaveOut(weights, inMap - part.block() * cells);
          Rows all = Rows.of(weights, rows, cells);
          PlaneSoftmax.overCells(
              all,
              work.scales().slice(work.row(part, 1), 1),
              partial.block().floats(),
              at + parts.greatest(0),
              at + parts.sum(0));
          Rows means =
              new Rows(partial.block(), at + parts.mean(0), rows, headWidth, parts.width());
          PlaneSums.overCells(all, planes.slice(part.block() * width, width), heads, means, spare);
          if (work.terms() > 0) {
            Product product =
                Product.plain(rows, cells, work.terms(), cells, 1, cells, parts.width());
            long from = work.coefficients().address(work.row(part, work.terms()));
            long target = partial.block().address(at + parts.mean(0) + headWidth);
            worker.primitives().product(product).run(weights.address(), from, 0, target);
          }
        });
    Rows result = workspace.rows(to);
    workspace.parallel(
        to.size() * work.blocks(),
        to.dim(0),
        (worker, map) -> {
          int from = partial.offset() + map * work.blocks() * parts.floats();
          for (int row = 0; row < rows; row++) {
            parts.join(partial.block(), from, row, result.block(), result.at(map * rows + row));
          }
        });
  }

  /** Gives the cells from this one on no weight. */
  private void leaveOut(Span weights, int from) {
    FloatBuffer all = weights.block().floats();
    for (int row = 0; row < scores.rows(); row++) {
      for (int i = from; i < work.cells(); i++) {
        all.put(weights.offset() + row * work.cells() + i, Float.NEGATIVE_INFINITY);
      }
    }
  }
}
