package io.github.sam4j.nd4j;

import static io.github.sam4j.nd4j.Nd4jTensors.array;

import io.github.sam4j.core.tensor.Frame;
import io.github.sam4j.core.tensor.Tensor;

/**
 * Decomposed relative positions. The bias of a query and a key is a sum of two numbers, one for the
 * key's row and one for its column; adding them to the scores is written as one more product, of
 * (queries, rows and columns) with a one-hot matrix, which is far faster than a broadcast sum.
 *
 * @param q (groups, tokens, headWidth), contiguous
 */
record RelativeBias(Scratch scratch, PackedWindowAttention.Relative tables, Tensor q, int window)
    implements ScaledDotProduct.Bias {
  @Override
  public int step() {
    return window;
  }

  @Override
  public void write(Tensor scores, int group, int query) {
    int groups = scores.dim(0);
    int queries = scores.dim(1);
    int all = groups * queries;
    int entries = 2 * window - 1;
    // Blocks either span whole groups or lie within one: their queries are contiguous.
    Tensor block =
        q.reshape(q.dim(0) * q.dim(1), q.dim(2))
            .slice(0, group * q.dim(1) + query, group * q.dim(1) + query + all);
    try (Frame frame = scratch.mark()) {
      Tensor biases = scratch.make(all, 2 * window);
      Tensor products = scratch.make(all, entries);
      // Entry window - 1 - y + v of a query's products belongs to the keys of row v, so from one
      // query row to the next the entries of interest begin one earlier.
      MatrixProduct.transposed(block, tables.rows(), products, 1, 0);
      int first = window - 1 - query / window;
      spread(
          products,
          first,
          (long) window * entries - 1,
          entries,
          biases.slice(1, 0, window),
          queries);
      MatrixProduct.transposed(block, tables.columns(), products, 1, 0);
      Tensor right = biases.slice(1, window, 2 * window);
      spread(products, window - 1, (long) window * entries, entries - 1L, right, queries);
      MatrixProduct.transposed(biases, tables.selector(), scores.reshape(all, scores.dim(2)), 1, 0);
    }
  }

  private void spread(
      Tensor products, int offset, long stepY, long stepX, Tensor biases, int queries) {
    int groups = products.dim(0) / queries;
    int[] shape = {groups, queries / window, window, window};
    long step = biases.stride(0);
    Tensor from =
        new Tensor(
            products.storage(),
            offset,
            shape,
            new long[] {(long) queries * products.dim(1), stepY, stepX, 1});
    Tensor to =
        new Tensor(
            biases.storage(),
            biases.offset(),
            shape,
            new long[] {queries * step, window * step, step, 1});
    array(to).assign(array(from));
  }
}
