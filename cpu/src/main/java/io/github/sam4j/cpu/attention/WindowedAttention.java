package io.github.sam4j.cpu.attention;

import io.github.sam4j.core.tensor.WindowAttentionShape;
import io.github.sam4j.cpu.kernel.Copies;
import io.github.sam4j.cpu.kernel.Greatest;
import io.github.sam4j.cpu.memory.Block;
import io.github.sam4j.cpu.memory.Rows;
import io.github.sam4j.cpu.onednn.Product;
import io.github.sam4j.cpu.onednn.RowSoftmax;
import io.github.sam4j.cpu.packed.PackedWindowAttention;
import io.github.sam4j.cpu.parallel.Worker;
import io.github.sam4j.cpu.work.Workspace;

/**
 * Attention within windows: one part of the work for each window and head. Padding tokens are keys
 * and values only; as queries their results would be dropped.
 */
public final class WindowedAttention {
  private final Workspace workspace;
  private final PackedWindowAttention layer;
  private final WindowAttentionShape shape;
  private final WindowBiases biases;
  private final int window;
  private final int keys;
  private final int width;
  private final int pool;

  /** Attention of this layer. */
  public WindowedAttention(Workspace workspace, PackedWindowAttention layer) {
    this.workspace = workspace;
    this.layer = layer;
    shape = layer.shape();
    biases = new WindowBiases(workspace.kernels(), layer);
    window = shape.window();
    keys = shape.windowTokens();
    width = shape.headWidth();
    pool = shape.queryPool();
  }

  /** to = attention over the windows of qkv, a row for each of the map's cells. */
  public void apply(Rows qkv, Rows to) {
    int heads = shape.heads();
    int perSide = shape.windowsPerSide();
    workspace.parallel(
        2L * perSide * perSide * keys * keys * shape.channels(),
        perSide * perSide * heads,
        (worker, part) -> {
          int number = part / heads;
          attend(
              worker, part % heads, number / perSide * window, number % perSide * window, qkv, to);
        });
  }

  /** One head of the window whose first token stands at (top, left) of the map. */
  private void attend(Worker worker, int head, int top, int left, Rows qkv, Rows to) {
    int rows = Math.min(window, shape.side() - top);
    int columns = Math.min(window, shape.side() - left);
    int count = rows * columns;
    int channel = head * width;
    int channels = shape.channels();
    Rows q = queries(worker, top, left, rows, columns, qkv, channel);
    Rows k = Rows.of(worker.scratch().allocate((long) keys * width), keys, width);
    Rows v = Rows.of(worker.scratch().allocate((long) keys * width), keys, width);
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++) {
        int at = qkv.at((top + y) * shape.side() + left + x) + channel;
        copy(qkv.block(), at + channels, k, y * window + x);
        copy(qkv.block(), at + 2 * channels, v, y * window + x);
      }
    }
    if (count < keys) {
      pad(rows, columns, channel, k, v);
    }
    Rows out = Rows.of(worker.scratch().allocate((long) q.count() * width), q.count(), width);
    int across = columns / pool;
    product(worker, head, across, q, k, v, out);
    for (int query = 0; query < q.count(); query++) {
      int y = top / pool + query / across;
      int x = left / pool + query % across;
      int target = to.at(y * shape.resultSide() + x) + channel;
      Copies.row(out.block(), out.at(query), to.block(), target, width);
    }
  }

  /** The queries of the window's part that lies in the map. */
  private Rows queries(
      Worker worker, int top, int left, int rows, int columns, Rows qkv, int channel) {
    int across = columns / pool;
    int count = rows / pool * across;
    Rows q = Rows.of(worker.scratch().allocate((long) count * width), count, width);
    int line = shape.side() * qkv.stride();
    for (int i = 0; i < count; i++) {
      int at =
          qkv.at((top + i / across * pool) * shape.side() + left + i % across * pool) + channel;
      if (pool == 1) {
        copy(qkv.block(), at, q, i);
      } else {
        // Side and window are even, so that no padding lies among the four.
        Greatest.ofFour(qkv.block(), at, qkv.stride(), line, q.block(), q.at(i), width);
      }
    }
    return q;
  }

  private void copy(Block from, int at, Rows to, int row) {
    Copies.row(from, at, to.block(), to.at(row), width);
  }

  private void pad(int rows, int columns, int channel, Rows k, Rows v) {
    Block padding = layer.padding().block();
    int key = layer.padding().offset() + shape.channels() + channel;
    for (int y = 0; y < window; y++) {
      for (int x = y < rows ? columns : 0; x < window; x++) {
        copy(padding, key, k, y * window + x);
        copy(padding, key + shape.channels(), v, y * window + x);
      }
    }
  }

  private void product(Worker worker, int head, int columns, Rows q, Rows k, Rows v, Rows out) {
    int count = q.count();
    Product first = Product.plain(count, width, keys, width, 1, width, keys).scaled(layer.scale());
    Rows scores = biases.rows(worker, count);
    if (biases.none()) {
      worker.primitives().product(first).run(q.address(0), k.address(0), 0, scores.address(0));
    } else {
      biases.write(worker, head, q, query -> query / columns * window + query % columns, scores);
      biases.add(worker, first, q.address(0), k.address(0), scores);
    }
    worker.primitives().softmax(new RowSoftmax(count, keys)).run(scores.address(0));
    Product second = Product.plain(count, keys, width, keys, width, 1, width);
    worker.primitives().product(second).run(scores.address(0), v.address(0), 0, out.address(0));
  }
}
