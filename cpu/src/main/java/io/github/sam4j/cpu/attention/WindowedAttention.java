package io.github.sam4j.cpu.attention;

import io.github.sam4j.core.tensor.WindowAttentionShape;
import io.github.sam4j.cpu.memory.Rows;
import io.github.sam4j.cpu.onednn.Product;
import io.github.sam4j.cpu.onednn.RowSoftmax;
import io.github.sam4j.cpu.packed.PackedWindowAttention;
import io.github.sam4j.cpu.parallel.Worker;
import io.github.sam4j.cpu.work.Workspace;

/**
 * Attention within windows: one part of the work for each window and some of its heads. Padding
 * tokens are keys and values only; as queries their results would be dropped.
 */
public final class WindowedAttention {
  private final Workspace workspace;
  private final PackedWindowAttention layer;
  private final WindowAttentionShape shape;
  private final WindowBiases biases;
  private final int keys;
  private final int width;

  /** Attention of this layer. */
  public WindowedAttention(Workspace workspace, PackedWindowAttention layer) {
    this.workspace = workspace;
    this.layer = layer;
    shape = layer.shape();
    biases = new WindowBiases(workspace.kernels(), layer);
    keys = shape.windowTokens();
    width = shape.headWidth();
  }

  /** to = attention over the windows of qkv, a row for each of the map's cells. */
  public void apply(Rows qkv, Rows to) {
    int perSide = shape.windowsPerSide();
    int together = WindowCut.headsTogether(shape);
    int groups = shape.heads() / together;
    workspace.parallel(
        2L * perSide * perSide * keys * keys * shape.channels(),
        perSide * perSide * groups,
        (worker, part) -> {
          int number = part / groups;
          int head = part % groups * together;
          WindowCut cut =
              new WindowCut(
                  workspace.kernels(), layer, number / perSide, number % perSide, head, together);
          attend(worker, cut, head, together, qkv, to);
        });
  }

  private void attend(Worker worker, WindowCut cut, int head, int heads, Rows qkv, Rows to) {
    WindowCut.Tokens tokens = cut.tokens(worker, qkv);
    int count = tokens.queries().count();
    Rows out =
        Rows.of(worker.scratch().allocate((long) count * heads * width), count, heads * width);
    for (int h = 0; h < heads; h++) {
      product(
          worker,
          head + h,
          cut.columns(),
          columns(tokens.queries(), h),
          columns(tokens.keys(), h),
          columns(tokens.values(), h),
          columns(out, h));
    }
    cut.put(out, to);
  }

  /** One head of some. */
  private Rows columns(Rows all, int head) {
    return new Rows(all.block(), all.at(0) + head * width, all.count(), width, all.stride());
  }

  private void product(Worker worker, int head, int columns, Rows q, Rows k, Rows v, Rows out) {
    int count = q.count();
    int window = shape.window();
    Product first =
        Product.plain(count, width, keys, stride(q), 1, stride(k), keys).scaled(layer.scale());
    Rows scores = biases.rows(worker, count);
    if (biases.none()) {
      worker.primitives().product(first).run(q.address(0), k.address(0), 0, scores.address(0));
    } else {
      biases.write(worker, head, q, query -> query / columns * window + query % columns, scores);
      biases.add(worker, first, q.address(0), k.address(0), scores);
    }
    worker.primitives().softmax(new RowSoftmax(count, keys)).run(scores.address(0));
    Product second = Product.plain(count, keys, width, keys, stride(v), 1, stride(out));
    worker.primitives().product(second).run(scores.address(0), v.address(0), 0, out.address(0));
  }

  /** Of a single row oneDNN takes no other. */
  private int stride(Rows rows) {
    return rows.count() == 1 ? width : rows.stride();
  }
}
