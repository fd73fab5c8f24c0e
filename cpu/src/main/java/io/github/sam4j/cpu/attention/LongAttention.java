package io.github.sam4j.cpu.attention;

import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.core.tensor.WindowAttentionShape;
import io.github.sam4j.cpu.memory.Rows;
import io.github.sam4j.cpu.memory.Span;
import io.github.sam4j.cpu.onednn.DataType;
import io.github.sam4j.cpu.onednn.Layout;
import io.github.sam4j.cpu.onednn.Product;
import io.github.sam4j.cpu.onednn.Relayout;
import io.github.sam4j.cpu.onednn.Relayout.Placement;
import io.github.sam4j.cpu.onednn.RowSoftmax;
import io.github.sam4j.cpu.packed.MatrixPacker;
import io.github.sam4j.cpu.packed.PackedWindowAttention;
import io.github.sam4j.cpu.parallel.Worker;
import io.github.sam4j.cpu.work.Workspace;
import org.jspecify.annotations.Nullable;

/**
 * Multi-head attention of many queries over many keys, by matrix products: between tokens, or over
 * a whole map with position biases. Each head's keys and values are packed once; then blocks of
 * queries are attended one by one, so that scores exist for one block at a time.
 */
public final class LongAttention {
  /** Fewer queries or keys are not worth packing. */
  private static final int LEAST = 128;

  /** Queries of a block: their scores over a large map still fit the cache. */
  private static final int QUERIES = 64;

  private final Workspace workspace;
  private final @Nullable WindowBiases biases;
  private final int heads;
  private final int keys;
  private final int width;
  private final float scale;
  private final Layout keyLayout;
  private final Layout valueLayout;

  /** Attention of this many heads and keys; {@code width} channels in all. */
  public LongAttention(Workspace workspace, int heads, int keys, int width) {
    this(workspace, heads, keys, width, null);
  }

  private LongAttention(
      Workspace workspace, int heads, int keys, int width, @Nullable WindowBiases biases) {
    this.workspace = workspace;
    this.biases = biases;
    this.heads = heads;
    this.keys = keys;
    this.width = width / heads;
    scale = (float) (1 / Math.sqrt(this.width));
    MatrixPacker packer = workspace.machine().packer();
    keyLayout = packer.layout(QUERIES, this.width, keys, DataType.F32);
    valueLayout = packer.layout(QUERIES, keys, this.width, DataType.F32);
  }

  /** Attention over a map that is a single window. */
  public static void overMap(Workspace workspace, PackedWindowAttention layer, Rows qkv, Rows to) {
    WindowAttentionShape shape = layer.shape();
    int channels = shape.channels();
    WindowBiases biases = new WindowBiases(workspace.kernels(), layer);
    new LongAttention(
            workspace, shape.heads(), shape.windowTokens(), channels, biases.none() ? null : biases)
        .apply(
            columns(qkv, 0, channels),
            columns(qkv, channels, channels),
            columns(qkv, 2 * channels, channels),
            to);
  }

  /** Whether it can compute this, and does so faster than {@link Attention}. */
  public static boolean suits(Tensor q, Tensor k, Tensor v, @Nullable Tensor mask) {
    return mask == null
        && q.dim(0) == 1
        && k.dim(0) == 1
        && v.dim(0) == 1
        && q.dim(1) >= LEAST
        && k.dim(1) >= LEAST;
  }

  /** to = softmax(q k^T / sqrt(headWidth) + biases) v. */
  public void apply(Rows q, Rows k, Rows v, Rows to) {
    Span keySpan = workspace.allocate(heads * keyLayout.floats());
    Span valueSpan = workspace.allocate(heads * valueLayout.floats());
    int keyStep = (int) keyLayout.floats();
    int valueStep = (int) valueLayout.floats();
    Relayout packKeys = Relayout.pack(width, keys, Placement.strided(1, k.stride()), keyLayout);
    Relayout packValues = Relayout.pack(keys, width, Placement.strided(v.stride(), 1), valueLayout);
    workspace.parallel(
        2L * keys * width * heads,
        2 * heads,
        (worker, part) -> {
          int head = part / 2;
          long skipped = 4L * head * width;
          if (part % 2 == 0) {
            long target = keySpan.address(head * keyStep);
            worker.primitives().relayout(packKeys).run(k.address(0) + skipped, target);
          } else {
            long target = valueSpan.address(head * valueStep);
            worker.primitives().relayout(packValues).run(v.address(0) + skipped, target);
          }
        });
    int blocks = Workspace.parts(q.count(), QUERIES);
    workspace.parallel(
        2L * q.count() * keys * width * heads,
        heads * blocks,
        (worker, part) -> {
          int head = part / blocks;
          int first = part % blocks * QUERIES;
          int count = Math.min(QUERIES, q.count() - first);
          attend(
              worker,
              head,
              first,
              part(q, head, first, count),
              keySpan.address(head * keyStep),
              valueSpan.address(head * valueStep),
              part(to, head, first, count));
        });
  }

  /** One head's channels of some rows. */
  private Rows part(Rows all, int head, int first, int count) {
    Rows rows = new Rows(all.block(), all.at(first), count, all.width(), all.stride());
    return columns(rows, head * width, width);
  }

  private static Rows columns(Rows rows, int from, int width) {
    return new Rows(rows.block(), rows.at(0) + from, rows.count(), width, rows.stride());
  }

  private void attend(
      Worker worker, int head, int first, Rows q, long keysAt, long valuesAt, Rows out) {
    int count = q.count();
    int qStride = count == 1 ? width : q.stride();
    Product product = Product.packed(count, width, keys, qStride, keys, keyLayout).scaled(scale);
    Rows scores;
    if (biases == null) {
      scores = Rows.of(worker.scratch().allocate((long) count * keys), count, keys);
      worker.primitives().product(product).run(q.address(0), keysAt, 0, scores.address(0));
    } else {
      scores = biases.rows(worker, count);
      biases.write(worker, head, q, query -> first + query, scores);
      biases.add(worker, product, q.address(0), keysAt, scores);
    }
    worker.primitives().softmax(new RowSoftmax(count, keys)).run(scores.address(0));
    int outStride = count == 1 ? width : out.stride();
    Product second = Product.packed(count, keys, width, keys, outStride, valueLayout);
    worker.primitives().product(second).run(scores.address(0), valuesAt, 0, out.address(0));
  }
}
