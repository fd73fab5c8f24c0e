package io.github.sam4j.cpu.attention;

import io.github.sam4j.core.tensor.WindowAttentionShape;
import io.github.sam4j.cpu.kernel.Copies;
import io.github.sam4j.cpu.kernel.Kernels;
import io.github.sam4j.cpu.memory.Block;
import io.github.sam4j.cpu.memory.Rows;
import io.github.sam4j.cpu.memory.Span;
import io.github.sam4j.cpu.onednn.CompiledProduct;
import io.github.sam4j.cpu.onednn.Product;
import io.github.sam4j.cpu.packed.PackedWindowAttention;
import io.github.sam4j.cpu.parallel.Worker;

/**
 * The position biases of one head and window. They are written first and the products q k^T added
 * to them, which saves a pass over the scores.
 */
final class WindowBiases {
  private final Kernels kernels;
  private final PackedWindowAttention layer;
  private final int window;
  private final int keys;

  WindowBiases(Kernels kernels, PackedWindowAttention layer) {
    this.kernels = kernels;
    this.layer = layer;
    window = layer.shape().window();
    keys = layer.shape().windowTokens();
  }

  /** Whether there are none to write. */
  boolean none() {
    return layer.bias() instanceof PackedWindowAttention.None;
  }

  /** Where a query stands in its window. */
  interface Positions {
    /** Row x window + column of the query with this number. */
    int of(int query);
  }

  /** Memory for the biases, and then the scores, of so many queries. */
  Rows rows(Worker worker, int queries) {
    return Rows.of(
        worker.scratch().allocate((long) queries * keys + kernels.outerSumSpare()), queries, keys);
  }

  /**
   * Writes the biases.
   *
   * @param queries the head's queries, before scaling
   * @param biases a row for each query, of {@link #rows}
   */
  void write(Worker worker, int head, Rows queries, Positions positions, Rows biases) {
    PackedWindowAttention.Bias bias = layer.bias();
    if (bias instanceof PackedWindowAttention.Relative relative) {
      relative(worker, relative, queries, positions, biases);
    } else if (bias instanceof PackedWindowAttention.Learned learned) {
      learned(learned.values(), head, positions, biases);
    }
  }

  /**
   * scores = biases + product.
   *
   * @param product of queries and keys
   * @param scores with the biases in them
   */
  void add(Worker worker, Product product, long queries, long keysAt, Rows scores) {
    CompiledProduct added = worker.primitives().product(product.added());
    if (!added.isReference()) {
      added.run(queries, keysAt, 0, scores.address(0));
      return;
    }
    // Processors without AVX2 have no product that scales first and adds then.
    int length = scores.count() * keys;
    Span products = worker.scratch().allocate(length);
    worker.primitives().product(product).run(queries, keysAt, 0, products.address());
    int at = scores.at(0);
    Block s = scores.block();
    kernels.add(s, at, products.block(), products.offset(), s, at, length);
  }

  private void learned(Span table, int head, Positions positions, Rows biases) {
    for (int query = 0; query < biases.count(); query++) {
      int from = table.offset() + (head * keys + positions.of(query)) * keys;
      Copies.row(table.block(), from, biases.block(), biases.at(query), keys);
    }
  }

  private void relative(
      Worker worker,
      PackedWindowAttention.Relative relative,
      Rows queries,
      Positions positions,
      Rows biases) {
    WindowAttentionShape shape = layer.shape();
    int stride = relative.columns() + kernels.outerSumSpare();
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
    Block p = parts.block();
    for (int query = 0; query < count; query++) {
      int position = positions.of(query);
      int line = parts.offset() + query * stride;
      int rowsAt = line + window - 1 - position / window;
      int columnsAt = line + 2 * window - 1 + window - 1 - position % window;
      kernels.outerSum(biases.block(), biases.at(query), p, rowsAt, columnsAt, window);
    }
  }
}
