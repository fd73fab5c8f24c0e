package io.github.sam4j.nd4j;

import static io.github.sam4j.nd4j.Nd4jTensors.array;

import io.github.sam4j.core.tensor.Frame;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.core.tensor.WindowAttentionShape;

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
    int side = shape.side();
    int padded = shape.windowsPerSide() * shape.window();
    int groups = shape.windowsPerSide() * shape.windowsPerSide() * shape.heads();
    int tokens = shape.windowTokens();
    try (Frame frame = scratch.mark()) {
      Tensor split = scratch.make(3, groups, tokens, shape.headWidth());
      Tensor result = scratch.make(groups, tokens, shape.headWidth());
      try (Frame inner = scratch.mark()) {
        Tensor map = side == padded ? qkv : pad(qkv, layer, padded);
        for (int which = 0; which < 3; which++) {
          int from = which * shape.channels();
          Tensor part = map.slice(2, from, from + shape.channels());
          Tensor target = inWindows(split.select(0, which), shape);
          copy(target, byWindow(part, shape));
        }
      }
      Tensor q = split.select(0, 0);
      attention.attend(q, split.select(0, 1), split.select(0, 2), result, bias(layer, q));
      Tensor map = side == padded ? out : scratch.make(padded, padded, shape.channels());
      copy(byWindow(map, shape), inWindows(result, shape));
      if (side != padded) {
        array(out).assign(array(map.slice(0, 0, side).slice(1, 0, side)));
      }
    }
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
  private static Tensor inWindows(Tensor split, WindowAttentionShape shape) {
    int n = shape.windowsPerSide();
    return split.reshape(n, n, shape.heads(), shape.window(), shape.window(), shape.headWidth());
  }

  /** A view of a padded map in the order of {@link #inWindows}. */
  private static Tensor byWindow(Tensor map, WindowAttentionShape shape) {
    int n = shape.windowsPerSide();
    int window = shape.window();
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

  private ScaledDotProduct.Bias bias(PackedWindowAttention layer, Tensor q) {
    PackedWindowAttention.PackedBias bias = layer.bias();
    if (bias instanceof PackedWindowAttention.Learned learned) {
      return new LearnedBias(learned.values());
    }
    return new RelativeBias(
        scratch, (PackedWindowAttention.Relative) bias, q, layer.shape().window());
  }
}
