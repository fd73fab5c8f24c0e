package io.github.sam4j.cpu.attention;

import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.cpu.kernel.Kernels;
import io.github.sam4j.cpu.memory.Block;
import io.github.sam4j.cpu.memory.Rows;
import io.github.sam4j.cpu.memory.Span;
import io.github.sam4j.cpu.onednn.Product;
import io.github.sam4j.cpu.parallel.Worker;
import io.github.sam4j.cpu.work.Workspace;
import java.nio.FloatBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Multi-head attention for the decoder's shapes: few queries over many keys, or many over few. Keys
 * and values are read in place, whatever batch shares them.
 */
public final class Attention {
  /** Scores of one part of the work, about: they stay in the cache. */
  private static final int SCORES = 1 << 15;

  private static final int MOST_QUERIES = 1024;

  private final Workspace workspace;

  /** In a workspace. */
  public Attention(Workspace workspace) {
    this.workspace = workspace;
  }

  /** Tokens of each batch entry, with adjacent channels. */
  private record Tokens(Block block, int offset, int batchStride, int stride) {
    int at(int entry, int token) {
      return offset + entry * batchStride + token * stride;
    }
  }

  private Tokens tokens(Tensor tensor) {
    boolean usable =
        (tensor.dim(2) == 1 || tensor.stride(2) == 1)
            && (tensor.dim(1) == 1 || tensor.stride(1) >= tensor.dim(2));
    Tensor t = usable ? tensor : workspace.contiguous(tensor);
    return new Tokens(
        workspace.block(t),
        Math.toIntExact(t.offset()),
        t.dim(0) == 1 ? 0 : Math.toIntExact(t.stride(0)),
        t.dim(1) == 1 ? t.dim(2) : Math.toIntExact(t.stride(1)));
  }

  /** to = softmax(q k^T / sqrt(headWidth) + mask) v; the mask and to are contiguous. */
  public void apply(Tensor q, Tensor k, Tensor v, int heads, @Nullable Tensor mask, Tensor to) {
    int queries = q.dim(1);
    int keys = k.dim(1);
    Kernels kernels = workspace.kernels();
    int perPart = Math.min(MOST_QUERIES, kernels.roundUp(Math.max(1, SCORES / keys)));
    int blocks = Workspace.parts(queries, perPart);
    Heads all =
        new Heads(
            kernels,
            tokens(q),
            tokens(k),
            tokens(v),
            tokens(to),
            keys,
            q.dim(2) / heads,
            mask == null ? null : workspace.rows(mask));
    workspace.parallel(
        to.size() * keys,
        to.dim(0) * heads * blocks,
        (worker, part) -> {
          int first = part % blocks * perPart;
          int count = Math.min(perPart, queries - first);
          all.attend(worker, part / blocks / heads, part / blocks % heads, first, count);
        });
  }

  private record Heads(
      Kernels kernels,
      Tokens q,
      Tokens k,
      Tokens v,
      Tokens to,
      int keys,
      int width,
      @Nullable Rows mask) {

    /** So many queries of one batch entry and head. */
    void attend(Worker worker, int entry, int head, int first, int count) {
      int channel = head * width;
      int stride = kernels.roundUp(count);
      float scale = (float) (1 / Math.sqrt(width));
      Span scores = worker.scratch().allocate((long) keys * stride);
      Span factors = worker.scratch().allocate(stride);
      score(worker, entry, channel, first, count, scores, stride);
      if (mask != null) {
        addMask(mask.slice(first, count), scale, scores, stride);
      }
      Rows byKey = new Rows(scores.block(), scores.offset(), keys, count, stride);
      kernels.softmaxes(byKey, scale, factors);
      Rows values = new Rows(v.block(), v.at(entry, 0) + channel, keys, width, v.stride());
      Rows target = new Rows(to.block(), to.at(entry, first) + channel, count, width, to.stride());
      kernels.weigh(byKey, values, factors, target);
    }

    /** scores += mask / scale, since they will yet be multiplied with the scale. */
    private void addMask(Rows mask, float scale, Span scores, int stride) {
      FloatBuffer m = mask.block().floats();
      FloatBuffer s = scores.block().floats();
      for (int query = 0; query < mask.count(); query++) {
        for (int key = 0; key < keys; key++) {
          int i = scores.offset() + key * stride + query;
          s.put(i, s.get(i) + m.get(mask.at(query) + key) / scale);
        }
      }
    }

    private void score(
        Worker worker, int entry, int channel, int first, int count, Span scores, int stride) {
      int keysAt = k.at(entry, 0) + channel;
      int queriesAt = q.at(entry, first) + channel;
      int keyStride = keys == 1 ? width : k.stride();
      Product product = Product.plain(keys, width, count, keyStride, 1, q.stride(), stride);
      long keyAddress = k.block().address(keysAt);
      long queryAddress = q.block().address(queriesAt);
      worker.primitives().product(product).run(keyAddress, queryAddress, 0, scores.address());
    }
  }
}
