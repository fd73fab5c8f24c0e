package io.github.sam4j.nd4j;

import static io.github.sam4j.nd4j.Nd4jTensors.array;

import io.github.sam4j.core.tensor.Frame;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.core.tensor.WindowAttentionShape;
import org.jspecify.annotations.Nullable;

/** Attention over the windows of a map. */
final class Windows {
  private final Scratch scratch;
  private final ScaledDotProduct attention;

  Windows(Scratch scratch) {
    this.scratch = scratch;
    this.attention = new ScaledDotProduct(scratch);
  }

  /** out (side, side, channels) = attention over the windows of qkv (side, side, 3 x channels). */
  void attend(Tensor qkv, PackedWindowAttention layer, Tensor out) {
    WindowAttentionShape shape = layer.shape();
    int padded = shape.windowsPerSide() * shape.window();
    int channels = shape.channels();
    try (Frame frame = scratch.mark()) {
      int queries = shape.windowQueries();
      Tensor q = split(shape, queries);
      Tensor k = split(shape, shape.window());
      Tensor v = split(shape, shape.window());
      Tensor result = split(shape, queries);
      try (Frame inner = scratch.mark()) {
        Tensor map = shape.side() == padded ? qkv : pad(qkv, layer, padded);
        Tensor asked = map.slice(2, 0, channels);
        if (shape.queryPool() != 1) {
          asked = pooled(asked);
        }
        cut(asked, q, shape, queries);
        cut(map.slice(2, channels, 2 * channels), k, shape, shape.window());
        cut(map.slice(2, 2 * channels, 3 * channels), v, shape, shape.window());
      }
      attention.attend(q, k, v, result, bias(layer, q));
      int side = shape.resultSide();
      int whole = padded / shape.queryPool();
      Tensor map = side == whole ? out : scratch.make(whole, whole, channels);
      copy(byWindow(map, shape, queries), inWindows(result, shape, queries));
      if (side != whole) {
        array(out).assign(array(map.slice(0, 0, side).slice(1, 0, side)));
      }
    }
  }

  private Tensor split(WindowAttentionShape shape, int window) {
    int groups = shape.windowsPerSide() * shape.windowsPerSide() * shape.heads();
    return scratch.make(groups, window * window, shape.headWidth());
  }

  private Tensor pooled(Tensor queries) {
    int half = queries.dim(0) / 2;
    int channels = queries.dim(2);
    Tensor result = scratch.make(1, half, half, channels);
    long[] strides = {0, queries.stride(0), queries.stride(1), queries.stride(2)};
    int[] shape = {1, 2 * half, 2 * half, channels};
    MaxPool.apply(new Tensor(queries.storage(), queries.offset(), shape, strides), result);
    return result.select(0, 0);
  }

  /** Tokens of a padded map, window by window and head by head. */
  private static void cut(Tensor map, Tensor target, WindowAttentionShape shape, int window) {
    copy(inWindows(target, shape, window), byWindow(map, shape, window));
  }

  /** Row of windows after row of windows: ND4J copies six dimensions far slower than five. */
  private static void copy(Tensor target, Tensor source) {
    for (int row = 0; row < target.dim(0); row++) {
      array(target.select(0, row)).assign(array(source.select(0, row)));
    }
  }

  private Tensor pad(Tensor qkv, PackedWindowAttention layer, int padded) {
    int side = qkv.dim(0);
    int width = qkv.dim(2);
    Tensor map = scratch.make(padded, padded, width);
    Tensor rows = map.reshape(padded * padded, width);
    array(rows).assign(0);
    array(rows).addiRowVector(array(layer.padding()));
    array(map.slice(0, 0, side).slice(1, 0, side)).assign(array(qkv));
    return map;
  }

  /** A view of (groups, tokens, headWidth) as (window row, window column, head, y, x, channel). */
  private static Tensor inWindows(Tensor split, WindowAttentionShape shape, int window) {
    int n = shape.windowsPerSide();
    return split.reshape(n, n, shape.heads(), window, window, shape.headWidth());
  }

  /** A view of a padded map in the order of {@link #inWindows}. */
  private static Tensor byWindow(Tensor map, WindowAttentionShape shape, int window) {
    int n = shape.windowsPerSide();
    int width = shape.headWidth();
    long y = map.stride(0);
    long x = map.stride(1);
    long c = map.stride(2);
    return new Tensor(
        map.storage(),
        map.offset(),
        new int[] {n, n, shape.heads(), window, window, width},
        new long[] {window * y, window * x, width * c, y, x, c});
  }

  private ScaledDotProduct.@Nullable Bias bias(PackedWindowAttention layer, Tensor q) {
    PackedWindowAttention.PackedBias bias = layer.bias();
    if (bias instanceof PackedWindowAttention.None) {
      return null;
    }
    if (bias instanceof PackedWindowAttention.Learned learned) {
      return new LearnedBias(learned.values());
    }
    return new RelativeBias(
        scratch, (PackedWindowAttention.Relative) bias, q, layer.shape().window());
  }
}
