package io.github.sam4j.core.tensor;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Attention over sequences and over windows of maps. */
final class AttentionCases {
  private static final double BOUND = 5e-6;

  private final List<OperatorCase> cases = new ArrayList<>();

  static List<OperatorCase> all() {
    AttentionCases all = new AttentionCases();
    for (Layout layout : Layout.values()) {
      all.attention(layout, 1, 6, 5, 7, false, 1, 1, 1);
      all.attention(layout, 3, 12, 9, 9, true, 1, 1, 1);
      all.attention(layout, 2, 80, 17, 33, false, 3, 3, 3);
      all.attention(layout, 2, 16, 7, 70, false, 3, 1, 1);
      all.attention(layout, 2, 16, 70, 7, false, 1, 3, 3);
      all.attention(layout, 8, 4, 6, 5, true, 2, 1, 2);
      all.windows(layout, 6, 3, 2, 6, true);
      all.windows(layout, 6, 3, 2, 6, false);
    }
    all.attention(Layout.CONTIGUOUS, 1, 1, 1, 1, false, 1, 1, 1);
    all.attention(Layout.SLICED_LAST, 4, 64, 257, 131, false, 1, 1, 1);
    all.attention(Layout.CONTIGUOUS, 2, 6, 1, 300, false, 2, 2, 1);
    all.columns();
    for (boolean relative : new boolean[] {true, false}) {
      all.windows(Layout.CONTIGUOUS, 7, 3, 2, 12, relative);
      all.windows(Layout.CONTIGUOUS, 10, 4, 1, 80, relative);
      all.windows(Layout.CONTIGUOUS, 5, 5, 3, 16, relative);
      all.windows(Layout.CONTIGUOUS, 4, 7, 2, 6, relative);
      all.windows(Layout.CONTIGUOUS, 4, 1, 2, 5, relative);
      all.windows(Layout.CONTIGUOUS, 1, 1, 1, 1, relative);
      all.windows(Layout.CONTIGUOUS, 16, 14, 2, 32, relative);
      all.windows(Layout.SLICED_LAST, 17, 17, 2, 64, relative);
      all.windows(Layout.SLICED_FIRST, 9, 2, 3, 8, relative);
    }
    for (Layout layout : Layout.values()) {
      all.plainWindows(layout, 6, 3, 2, 6, 1);
      all.plainWindows(layout, 8, 4, 2, 6, 2);
    }
    all.plainWindows(Layout.CONTIGUOUS, 16, 14, 2, 32, 1);
    all.plainWindows(Layout.SLICED_LAST, 17, 17, 2, 64, 1);
    all.plainWindows(Layout.CONTIGUOUS, 10, 4, 3, 24, 2);
    all.plainWindows(Layout.CONTIGUOUS, 16, 14, 4, 12, 2);
    all.plainWindows(Layout.CONTIGUOUS, 4, 6, 1, 5, 2);
    all.plainWindows(Layout.CONTIGUOUS, 12, 12, 2, 16, 2);
    return all.cases;
  }

  private void attention(
      Layout layout,
      int heads,
      int headWidth,
      int queries,
      int keys,
      boolean masked,
      int batchQ,
      int batchK,
      int batchV) {
    add(
        "attention",
        "%s %d heads of %d, %d queries, %d keys, batches %d %d %d%s"
            .formatted(
                layout,
                heads,
                headWidth,
                queries,
                keys,
                batchQ,
                batchK,
                batchV,
                masked ? ", masked" : ""),
        bench -> {
          int width = heads * headWidth;
          Tensor q = bench.input(layout, batchQ, queries, width);
          Tensor k = bench.input(layout, batchK, keys, width);
          Tensor v = bench.input(layout, batchV, keys, width);
          float @Nullable [] mask = masked ? causal(queries, keys) : null;
          check(bench, q, k, v, heads, mask);
        });
  }

  /** Queries, keys and values are columns of one tensor, as the qkv layer makes them. */
  private void columns() {
    add(
        "attention",
        "columns of one tensor",
        bench -> {
          Tensor qkv = bench.input(Layout.CONTIGUOUS, 2, 21, 3 * 36);
          check(
              bench,
              qkv.slice(2, 0, 36),
              qkv.slice(2, 36, 72),
              qkv.slice(2, 72, 108),
              3,
              causal(21, 21));
        });
  }

  private static void check(
      OperatorBench bench, Tensor q, Tensor k, Tensor v, int heads, float @Nullable [] mask) {
    double[] expected =
        NaiveAttention.attention(
            q.toArray(), q.shape(), k.toArray(), k.shape(), v.toArray(), v.shape(), heads, mask);
    Tensor masks = mask == null ? null : bench.input(mask, q.dim(1), k.dim(1));
    int batch = Math.max(q.dim(0), Math.max(k.dim(0), v.dim(0)));
    bench.expect(
        bench.operators().attention(q, k, v, heads, masks), expected, batch, q.dim(1), q.dim(2));
  }

  private static float[] causal(int queries, int keys) {
    float[] mask = new float[queries * keys];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = i % keys > i / keys ? Float.NEGATIVE_INFINITY : 0;
    }
    return mask;
  }

  private void windows(
      Layout layout, int side, int window, int heads, int headWidth, boolean relative) {
    add(
        "windowAttention " + (relative ? "relative" : "table"),
        "%s side %d, window %d, %d heads of %d".formatted(layout, side, window, heads, headWidth),
        bench -> {
          int entries = (2 * window - 1) * headWidth;
          int channels = heads * headWidth;
          int tokens = window * window;
          PositionBias bias =
              relative
                  ? new PositionBias.Decomposed(
                      bench.weights(entries, headWidth), bench.weights(entries, headWidth))
                  : new PositionBias.Table(bench.values((long) heads * tokens * tokens));
          WindowAttentionShape shape =
              new WindowAttentionShape(side, window, heads, headWidth, bench.values(3L * channels));
          Tensor qkv = bench.input(layout, side, side, 3 * channels);
          double[] expected = NaiveAttention.windows(qkv.toArray(), shape, bias);
          WindowAttention layer = bench.engine().windowAttention(shape, bias);
          bench.expect(
              bench.operators().windowAttention(qkv, layer), expected, side, side, channels);
        });
  }

  /** Without position bias, with queries as they are or pooled. */
  private void plainWindows(
      Layout layout, int side, int window, int heads, int headWidth, int pool) {
    add(
        "windowAttention plain",
        "%s side %d, window %d, %d heads of %d, queries pooled by %d"
            .formatted(layout, side, window, heads, headWidth, pool),
        bench -> {
          int channels = heads * headWidth;
          WindowAttentionShape shape =
              new WindowAttentionShape(
                  side, window, heads, headWidth, bench.values(3L * channels), pool);
          Tensor qkv = bench.input(layout, side, side, 3 * channels);
          double[] expected = NaiveAttention.windows(qkv.toArray(), shape, PositionBias.NONE);
          WindowAttention layer = bench.engine().windowAttention(shape, PositionBias.NONE);
          bench.expect(
              bench.operators().windowAttention(qkv, layer),
              expected,
              side / pool,
              side / pool,
              channels);
        });
  }

  private void add(String operator, String detail, OperatorCase.Run run) {
    cases.add(new OperatorCase(operator, detail, BOUND, run));
  }
}
