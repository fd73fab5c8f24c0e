package io.github.sam4j.cpu.attention;

import io.github.sam4j.core.tensor.HeadTokens;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.cpu.kernel.Copies;
import io.github.sam4j.cpu.kernel.Kernels;
import io.github.sam4j.cpu.kernel.SoftmaxParts;
import io.github.sam4j.cpu.memory.Rows;
import io.github.sam4j.cpu.memory.Span;
import io.github.sam4j.cpu.onednn.DataType;
import io.github.sam4j.cpu.onednn.Product;
import io.github.sam4j.cpu.onednn.Relayout;
import io.github.sam4j.cpu.onednn.Relayout.Placement;
import io.github.sam4j.cpu.packed.PackedNorm;
import io.github.sam4j.cpu.parallel.Worker;
import io.github.sam4j.cpu.work.Workspace;

/**
 * Attention between the cells of a map and few tokens. Everything about some cells is done while
 * they are in the cache, so that a map is read and written once.
 */
public final class MapAttention {
  /** Cells of one part of the work; it does not depend on the threads, so results neither. */
  private static final int CELLS = 256;

  private static final int QUERIES = 8;

  private final Workspace workspace;
  private final Kernels kernels;
  private final int cells;
  private final int width;
  private final int chunks;
  private final boolean shared;
  private final Rows map;
  private final Rows positions;

  /**
   * Attention to or from a map.
   *
   * @param map (batch, cells, width)
   * @param positions (cells, width)
   */
  public MapAttention(Workspace workspace, Tensor map, Tensor positions) {
    this.workspace = workspace;
    kernels = workspace.kernels();
    cells = map.dim(1);
    width = map.dim(2);
    chunks = Workspace.parts(cells, CELLS);
    shared = map.dim(0) == 1;
    this.map = workspace.rows(workspace.contiguous(map));
    this.positions = workspace.rows(workspace.contiguous(positions));
  }

  private int row(int entry, int first) {
    return shared ? first : entry * cells + first;
  }

  /** The cells with their positions. */
  private Rows placed(Worker worker, int entry, int first, int count) {
    Rows placed = Rows.of(worker.scratch().allocate((long) count * width), count, width);
    int from = map.at(row(entry, first));
    int length = count * width;
    kernels.add(
        map.block(),
        from,
        positions.block(),
        positions.at(first),
        placed.block(),
        placed.at(0),
        length);
    return placed;
  }

  /** scores = placed x tokens^T, whose rows are a fixed step apart. */
  private void score(Worker worker, Rows placed, long tokens, int n, Span scores, int stride) {
    int m = placed.count();
    Product product = Product.plain(m, width, n, width, 1, width, m == 1 ? n : stride);
    worker.primitives().product(product).run(placed.address(0), tokens, 0, scores.address());
  }

  /** to = norm(map + sum over heads of softmax((map + positions) keys^T + bias) values). */
  public void attendingTo(HeadTokens tokens, PackedNorm norm, Tensor to) {
    Rows keys = workspace.rows(workspace.contiguous(tokens.keys()));
    Rows values = workspace.rows(workspace.contiguous(tokens.values()));
    Rows biases = workspace.rows(workspace.contiguous(tokens.bias()));
    Rows result = workspace.rows(to);
    int n = tokens.keys().dim(1);
    boolean one = tokens.keys().dim(0) == 1;
    int stride = kernels.headStride(n);
    workspace.parallel(
        4 * to.size() * n,
        to.dim(0) * chunks,
        (worker, part) -> {
          int entry = part / chunks;
          int first = part % chunks * CELLS;
          int count = Math.min(CELLS, cells - first);
          int own = one ? 0 : entry;
          Rows placed = placed(worker, entry, first, count);
          Span scores = worker.scratch().allocate((long) count * stride);
          Span bias = worker.scratch().allocate(stride);
          Span spare = worker.scratch().allocate(kernels.headSpare(n));
          Copies.row(biases.block(), biases.at(own), bias.block(), bias.offset(), n);
          score(worker, placed, keys.address(own * n), n, scores, stride);
          Rows rows = new Rows(scores.block(), scores.offset(), count, n, stride);
          kernels.headSoftmax(rows, tokens.heads(), bias, spare);
          int target = entry * cells + first;
          Product mix = Product.plain(count, n, width, count == 1 ? n : stride, width, 1, width);
          worker
              .primitives()
              .product(mix)
              .run(scores.address(), values.address(own * n), 0, result.address(target));
          for (int i = 0; i < count; i++) {
            int from = map.at(row(entry, first + i));
            norm.addedRow(kernels, map.block(), from, result.block(), result.at(target + i));
          }
        });
  }

  /** to = softmax(q (map + positions)^T) map; q and to are contiguous. */
  public void attendedBy(Tensor q, Tensor to) {
    Rows queries = workspace.rows(q);
    Rows result = workspace.rows(to);
    int n = q.dim(1);
    boolean one = q.dim(0) == 1;
    Partial partial = new Partial(n);
    SoftmaxParts split = partial.parts();
    int step = split.floats();
    Span parts = workspace.allocate((long) to.dim(0) * chunks * step);
    workspace.parallel(
        4 * to.size() * cells,
        to.dim(0) * chunks,
        (worker, part) -> {
          int entry = part / chunks;
          long own = queries.address(one ? 0 : entry * n);
          partial.compute(worker, own, entry, part % chunks * CELLS, parts, part * step);
        });
    int blocks = Workspace.parts(n, QUERIES);
    workspace.parallel(
        to.size() * chunks,
        to.dim(0) * blocks,
        (worker, part) -> {
          int entry = part / blocks;
          int first = part % blocks * QUERIES;
          for (int query = first; query < Math.min(n, first + QUERIES); query++) {
            int at = result.at(entry * n + query);
            split.join(
                parts.block(), parts.offset() + entry * chunks * step, query, result.block(), at);
          }
        });
  }

  /** What queries take from some cells. */
  private final class Partial {
    private final int n;
    private final SoftmaxParts parts;

    Partial(int n) {
      this.n = n;
      parts = new SoftmaxParts(kernels, n, width, chunks);
    }

    SoftmaxParts parts() {
      return parts;
    }

    void compute(Worker worker, long queries, int entry, int first, Span results, int at) {
      int count = Math.min(CELLS, cells - first);
      int stride = kernels.roundUp(n);
      Rows placed = placed(worker, entry, first, count);
      Span scores = worker.scratch().allocate((long) count * stride);
      score(worker, placed, queries, n, scores, stride);
      int step = count == 1 ? n : stride;
      kernels.exponentials(
          new Rows(scores.block(), scores.offset(), count, n, step),
          results.block(),
          results.offset() + at + parts.greatest(0),
          results.offset() + at + parts.sum(0));
      Span weights = worker.scratch().allocate((long) count * n);
      Relayout turn =
          new Relayout(
              count, n, Placement.strided(step, 1), Placement.strided(1, count), DataType.F32);
      worker.primitives().relayout(turn).run(scores.address(), weights.address());
      Product mix = Product.plain(n, count, width, count, width, 1, width);
      long from = map.address(row(entry, first));
      long to = results.address(at + parts.mean(0));
      worker.primitives().product(mix).run(weights.address(), from, 0, to);
    }
  }
}
