package io.github.sam4j.cpu;

import io.github.sam4j.core.tensor.WindowAttentionShape;
import io.github.sam4j.cpu.memory.Block;
import io.github.sam4j.cpu.memory.Rows;
import io.github.sam4j.cpu.memory.Span;
import io.github.sam4j.cpu.onednn.Product;
import io.github.sam4j.cpu.parallel.Worker;
import io.github.sam4j.cpu.vector.Lanes;
import io.github.sam4j.cpu.vector.Softmaxes;

/** Turns the products q k^T of one head and window into attention weights, in place. */
final class WindowScores {
  private final PackedWindowAttention layer;
  private final int window;
  private final int keys;
  private final float scale;

  WindowScores(PackedWindowAttention layer) {
    this.layer = layer;
    window = layer.shape().window();
    keys = layer.shape().windowTokens();
    scale = layer.scale();
  }

  /** Floats from one query's scores to the next. */
  int stride() {
    return Softmaxes.rowStride(keys);
  }

  /** Where a query stands in its window. */
  interface Positions {
    /** Row x window + column of the query with this number. */
    int of(int query);
  }

  /**
   * Adds biases and takes the softmax, but for the division by each row's sum.
   *
   * @param queries the head's queries, before scaling
   * @param scores a row of products for each query
   * @param factors one for each query, written: the inverse of its row's sum
   */
  void softmax(
      Worker worker, int head, Rows queries, Positions positions, Rows scores, Span factors) {
    PackedWindowAttention.Bias bias = layer.bias();
    if (bias instanceof PackedWindowAttention.Relative relative) {
      relative(worker, relative, queries, positions, scores, factors);
    } else if (bias instanceof PackedWindowAttention.Learned learned) {
      learned(learned.values(), head, queries.count(), positions, scores, factors);
    }
  }

  private void learned(
      Span table, int head, int queries, Positions positions, Rows scores, Span factors) {
    Block s = scores.block();
    for (int query = 0; query < queries; query++) {
      int at = scores.at(query);
      int biases = table.offset() + (head * keys + positions.of(query)) * keys;
      Softmaxes.endRow(s, at, keys);
      finish(s, at, Softmaxes.addBias(s, at, keys, scale, table.block(), biases), factors, query);
    }
  }

  private void relative(
      Worker worker,
      PackedWindowAttention.Relative relative,
      Rows queries,
      Positions positions,
      Rows scores,
      Span factors) {
    WindowAttentionShape shape = layer.shape();
    int stride = Lanes.roundUp(relative.columns()) + Lanes.WIDTH;
    int count = queries.count();
    Span parts = worker.scratch().allocate((long) count * stride);
    Product product =
        Product.packed(
            count,
            shape.headWidth(),
            relative.columns(),
            count == 1 ? shape.headWidth() : queries.stride(),
            stride,
            relative.layout());
    worker
        .primitives()
        .product(product)
        .run(queries.address(0), relative.tables().address(), 0, parts.address());
    boolean aligned = window % Lanes.WIDTH == 0;
    Span row = worker.scratch().allocate(keys + 2L * Lanes.WIDTH);
    Block s = scores.block();
    Block p = parts.block();
    for (int query = 0; query < count; query++) {
      int position = positions.of(query);
      int at = scores.at(query);
      int line = parts.offset() + query * stride;
      int rowsAt = line + window - 1 - position / window;
      int columnsAt = line + 2 * window - 1 + window - 1 - position % window;
      float greatest;
      if (aligned) {
        greatest = Softmaxes.addOuterSum(s, at, window, scale, p, rowsAt, columnsAt);
      } else {
        Softmaxes.endRow(s, at, keys);
        Softmaxes.outerSum(row.block(), row.offset(), p, rowsAt, columnsAt, window);
        greatest = Softmaxes.addBias(s, at, keys, scale, row.block(), row.offset());
      }
      finish(s, at, greatest, factors, query);
    }
  }

  private void finish(Block scores, int at, float greatest, Span factors, int query) {
    float sum = Softmaxes.exponentials(scores, at, keys, greatest);
    factors.block().floats().put(factors.offset() + query, 1 / sum);
  }
}
