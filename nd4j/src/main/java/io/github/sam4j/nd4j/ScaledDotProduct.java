package io.github.sam4j.nd4j;

import static io.github.sam4j.nd4j.Nd4jTensors.array;

import io.github.sam4j.core.tensor.Frame;
import io.github.sam4j.core.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.custom.SoftMax;
import org.nd4j.linalg.factory.Nd4j;

/** softmax(scale q k^T + bias) v for groups of queries and keys, a bounded block at a time. */
final class ScaledDotProduct {
  /** The most scores in memory at a time: 32 MB. */
  static final int MOST_SCORES = 8 << 20;

  /** What the scores begin with. */
  interface Bias {
    /**
     * Writes the biases of some queries.
     *
     * @param scores (groups, queries, keys), contiguous
     * @param group the first group
     * @param query the first query; a multiple of {@link #step()}
     */
    void write(Tensor scores, int group, int query);

    /** How many queries must stay together. */
    int step();
  }

  private final Scratch scratch;

  ScaledDotProduct(Scratch scratch) {
    this.scratch = scratch;
  }

  /**
   * Attention; all tensors contiguous.
   *
   * @param q (groups, queries, width)
   * @param k (groups, keys, width)
   * @param v (groups, keys, width)
   * @param out (groups, queries, width)
   */
  void attend(Tensor q, Tensor k, Tensor v, Tensor out, @Nullable Bias bias) {
    int groups = q.dim(0);
    int queries = q.dim(1);
    int keys = k.dim(1);
    int step = bias == null ? 1 : bias.step();
    int rows = Math.min(queries, Math.max(1, MOST_SCORES / keys / step) * step);
    int together = Math.max(1, MOST_SCORES / keys / queries);
    try (Frame frame = scratch.mark()) {
      Tensor block = scratch.make(Math.min(groups, together) * rows * keys);
      for (int group = 0; group < groups; group += together) {
        int count = Math.min(together, groups - group);
        for (int query = 0; query < queries; query += rows) {
          int height = Math.min(rows, queries - query);
          Tensor scores = block.slice(0, 0, count * height * keys).reshape(count, height, keys);
          attend(q, k, v, out, bias, scores, group, query);
        }
      }
    }
  }

  /** Softmax over the tokens of each head; scores (batch, cells, tokens x heads). */
  Tensor softmax(Tensor scores, int tokens, int heads) {
    int rows = scores.dim(0) * scores.dim(1);
    Tensor byHead = scratch.make(rows, heads, tokens);
    array(byHead).assign(array(scores.reshape(rows, tokens, heads).swap(1, 2)));
    INDArray probabilities = array(byHead.reshape(rows * heads, tokens));
    Nd4j.exec(new SoftMax(probabilities, probabilities, 1));
    Tensor result = scratch.make(scores.shape());
    array(result.reshape(rows, tokens, heads)).assign(array(byHead.swap(1, 2)));
    return result;
  }

  private static void attend(
      Tensor q,
      Tensor k,
      Tensor v,
      Tensor out,
      @Nullable Bias bias,
      Tensor scores,
      int group,
      int query) {
    int count = scores.dim(0);
    int to = query + scores.dim(1);
    double scale = 1 / Math.sqrt(q.dim(2));
    if (bias != null) {
      bias.write(scores, group, query);
    }
    for (int i = 0; i < count; i++) {
      Tensor some = q.select(0, group + i).slice(0, query, to);
      Tensor all = k.select(0, group + i);
      MatrixProduct.transposed(some, all, scores.select(0, i), scale, bias == null ? 0 : 1);
    }
    INDArray probabilities = array(scores.reshape(count * scores.dim(1), scores.dim(2)));
    Nd4j.exec(new SoftMax(probabilities, probabilities, 1));
    for (int i = 0; i < count; i++) {
      Tensor result = out.select(0, group + i).slice(0, query, to);
      MatrixProduct.plain(scores.select(0, i), v.select(0, group + i), result);
    }
  }
}
