package io.github.sam4j.cpu.attention;

import io.github.sam4j.core.tensor.WindowAttentionShape;
import io.github.sam4j.cpu.kernel.Copies;
import io.github.sam4j.cpu.kernel.Kernels;
import io.github.sam4j.cpu.memory.Block;
import io.github.sam4j.cpu.memory.Rows;
import io.github.sam4j.cpu.memory.Square;
import io.github.sam4j.cpu.packed.PackedWindowAttention;
import io.github.sam4j.cpu.parallel.Worker;

/**
 * Some heads of one window, cut out of the map. Where they are all the heads, a row of the window
 * is adjacent in the map and copied as a whole.
 */
final class WindowCut {
  /** Floats of a cut, about: it stays in the cache. */
  private static final int MOST_FLOATS = 1 << 16;

  /** With fewer windows, their heads are shared out as well. */
  private static final int MANY_WINDOWS = 16;

  private final Kernels kernels;
  private final PackedWindowAttention layer;
  private final WindowAttentionShape shape;
  private final int window;
  private final int pool;
  private final int top;
  private final int left;
  private final int rows;
  private final int columns;
  private final int channel;
  private final int band;

  /**
   * A cut.
   *
   * @param row of windows
   * @param column of windows
   * @param head the first head
   * @param heads how many
   */
  WindowCut(
      Kernels kernels, PackedWindowAttention layer, int row, int column, int head, int heads) {
    this.kernels = kernels;
    this.layer = layer;
    shape = layer.shape();
    window = shape.window();
    pool = shape.queryPool();
    top = row * window;
    left = column * window;
    rows = Math.min(window, shape.side() - top);
    columns = Math.min(window, shape.side() - left);
    channel = head * shape.headWidth();
    band = heads * shape.headWidth();
  }

  /** How many heads of a window to cut out at once: a divisor of their number. */
  static int headsTogether(WindowAttentionShape shape) {
    int windows = shape.windowsPerSide() * shape.windowsPerSide();
    long floats = 3L * shape.windowTokens() * shape.channels();
    return windows >= MANY_WINDOWS && floats <= MOST_FLOATS ? shape.heads() : 1;
  }

  /**
   * Tokens, each with the channels of all heads of the cut.
   *
   * @param queries those in the map, row by row of the window
   * @param keys of the whole window
   * @param values of the whole window
   */
  record Tokens(Rows queries, Rows keys, Rows values) {}

  /** Queries in a row of the window. */
  int columns() {
    return columns / pool;
  }

  /** Copies the window's tokens. */
  Tokens tokens(Worker worker, Rows qkv) {
    int keys = shape.windowTokens();
    Rows all = Rows.of(worker.scratch().allocate(3L * keys * band), keys, 3 * band);
    boolean inPlace = pool == 1 && columns == window;
    boolean adjacent = band == shape.channels() && qkv.stride() == 3 * band;
    for (int y = 0; y < rows; y++) {
      int at = qkv.at((top + y) * shape.side() + left);
      if (adjacent) {
        Copies.row(qkv.block(), at, all.block(), all.at(y * window), columns * 3 * band);
      } else {
        for (int x = 0; x < columns; x++) {
          copy(qkv.block(), at + x * qkv.stride(), all, y * window + x, inPlace ? 0 : 1);
        }
      }
    }
    if (rows * columns < keys) {
      pad(all);
    }
    Rows queries =
        inPlace
            ? new Rows(all.block(), all.at(0), rows * columns, band, 3 * band)
            : queries(worker, qkv);
    return new Tokens(
        queries,
        new Rows(all.block(), all.at(0) + band, keys, band, 3 * band),
        new Rows(all.block(), all.at(0) + 2 * band, keys, band, 3 * band));
  }

  /** Queries without gaps, pooled where the layer says so. */
  private Rows queries(Worker worker, Rows qkv) {
    int across = columns / pool;
    int count = rows / pool * across;
    Rows q = Rows.of(worker.scratch().allocate((long) count * band), count, band);
    int line = shape.side() * qkv.stride();
    for (int i = 0; i < count; i++) {
      int cell = (top + i / across * pool) * shape.side() + left + i % across * pool;
      int at = qkv.at(cell) + channel;
      if (pool == 1) {
        Copies.row(qkv.block(), at, q.block(), q.at(i), band);
      } else {
        // Side and window are even, so that no padding lies among the four.
        Square square = new Square(qkv.block(), at, qkv.stride(), line);
        kernels.greatest(square, q.block(), q.at(i), band);
      }
    }
    return q;
  }

  /** The cut's channels of one token: queries (0), keys (1), values (2), from some part on. */
  private void copy(Block from, int token, Rows all, int row, int first) {
    for (int part = first; part < 3; part++) {
      int at = token + part * shape.channels() + channel;
      Copies.row(from, at, all.block(), all.at(row) + part * band, band);
    }
  }

  private void pad(Rows all) {
    Block padding = layer.padding().block();
    for (int y = 0; y < window; y++) {
      for (int x = y < rows ? columns : 0; x < window; x++) {
        copy(padding, layer.padding().offset(), all, y * window + x, 1);
      }
    }
  }

  /** Copies the queries' results to where the window lies in the map. */
  void put(Rows out, Rows to) {
    int across = columns / pool;
    boolean adjacent = band == shape.channels() && to.stride() == band;
    int step = adjacent ? across : 1;
    for (int query = 0; query < out.count(); query += step) {
      int y = top / pool + query / across;
      int x = left / pool + query % across;
      int target = to.at(y * shape.resultSide() + x) + channel;
      Copies.row(out.block(), out.at(query), to.block(), target, step * band);
    }
  }
}
