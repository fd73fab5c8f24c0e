package io.github.sam4j.cpu;

import io.github.sam4j.core.tensor.WindowAttentionShape;
import io.github.sam4j.cpu.memory.Rows;
import io.github.sam4j.cpu.memory.Span;
import io.github.sam4j.cpu.onednn.DataType;
import io.github.sam4j.cpu.onednn.Layout;
import io.github.sam4j.cpu.onednn.Product;
import io.github.sam4j.cpu.onednn.Relayout;
import io.github.sam4j.cpu.onednn.RowSoftmax;
import io.github.sam4j.cpu.parallel.Worker;

/**
 * Attention over a whole map. Each head's keys and values are packed once; then blocks of queries
 * are attended one by one, so that scores exist for one block at a time.
 */
final class GlobalAttention {
  /** Queries of a block: their scores over a large map still fit the cache. */
  private static final int QUERIES = 64;

  private final Session session;
  private final WindowAttentionShape shape;
  private final WindowBiases biases;
  private final float scale;
  private final int tokens;
  private final int width;
  private final int block;
  private final Layout keyLayout;
  private final Layout valueLayout;

  GlobalAttention(Session session, PackedWindowAttention layer) {
    this.session = session;
    shape = layer.shape();
    biases = new WindowBiases(session.kernels(), layer);
    scale = layer.scale();
    tokens = shape.windowTokens();
    width = shape.headWidth();
    block = Math.min(QUERIES, tokens);
    Packer packer = session.engine().packer();
    keyLayout = packer.layout(block, width, tokens, DataType.F32);
    valueLayout = packer.layout(block, tokens, width, DataType.F32);
  }

  void apply(Rows qkv, Rows to) {
    int heads = shape.heads();
    int channels = shape.channels();
    Span keys = session.allocate(heads * keyLayout.floats());
    Span values = session.allocate(heads * valueLayout.floats());
    int keyStep = (int) keyLayout.floats();
    int valueStep = (int) valueLayout.floats();
    Relayout packKeys = Relayout.pack(width, tokens, 1, qkv.stride(), null, keyLayout);
    Relayout packValues = Relayout.pack(tokens, width, qkv.stride(), 1, null, valueLayout);
    session.parallel(
        2L * tokens * channels,
        2 * heads,
        (worker, part) -> {
          int head = part / 2;
          long from = qkv.address(0) + 4L * (channels + head * width);
          if (part % 2 == 0) {
            worker.primitives().relayout(packKeys).run(from, keys.address(head * keyStep));
          } else {
            worker
                .primitives()
                .relayout(packValues)
                .run(from + 4L * channels, values.address(head * valueStep));
          }
        });
    int blocks = Linears.parts(tokens, block);
    session.parallel(
        2L * tokens * tokens * channels,
        heads * blocks,
        (worker, part) -> {
          int head = part / blocks;
          int first = part % blocks * block;
          int count = Math.min(block, tokens - first);
          Rows q = new Rows(qkv.block(), qkv.at(first) + head * width, count, width, qkv.stride());
          Rows out = new Rows(to.block(), to.at(first) + head * width, count, width, to.stride());
          long k = keys.address(head * keyStep);
          attend(worker, head, first, q, k, values.address(head * valueStep), out);
        });
  }

  private void attend(
      Worker worker, int head, int first, Rows q, long keys, long values, Rows out) {
    int count = q.count();
    Rows scores = biases.rows(worker, count);
    biases.write(worker, head, q, query -> first + query, scores);
    int qStride = count == 1 ? width : q.stride();
    Product scoring =
        Product.packed(count, width, tokens, qStride, tokens, keyLayout).scaled(scale).added();
    worker.primitives().product(scoring).run(q.address(0), keys, 0, scores.address(0));
    worker.primitives().softmax(new RowSoftmax(count, tokens)).run(scores.address(0));
    int outStride = count == 1 ? width : out.stride();
    Product weighing = Product.packed(count, tokens, width, tokens, outStride, valueLayout);
    worker.primitives().product(weighing).run(scores.address(0), values, 0, out.address(0));
  }
}
