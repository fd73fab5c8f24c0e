package io.github.sam4j.core.tensor;

import org.jspecify.annotations.Nullable;

/** Attention as plain loops in double precision. */
public final class NaiveAttention {
  private NaiveAttention() {}

  /** A bias that is added to a scaled score. */
  interface Bias {
    double of(int head, int query, int key);
  }

  /** One row of a head: where its channels begin. */
  private interface Row {
    int begin(int head, int token);
  }

  /** Scaled dot-product attention; shapes (batch, tokens, width), a batch of 1 is shared. */
  public static double[] attention(
      float[] q,
      int[] shapeQ,
      float[] k,
      int[] shapeK,
      float[] v,
      int[] shapeV,
      int heads,
      float @Nullable [] mask) {
    int batch = Math.max(shapeQ[0], Math.max(shapeK[0], shapeV[0]));
    int queries = shapeQ[1];
    int keys = shapeK[1];
    int width = shapeQ[2];
    int head = width / heads;
    double[] out = new double[batch * queries * width];
    Bias bias = (h, i, j) -> mask == null ? 0 : mask[i * keys + j];
    for (int b = 0; b < batch; b++) {
      int baseQ = (shapeQ[0] == 1 ? 0 : b) * queries * width;
      int baseK = (shapeK[0] == 1 ? 0 : b) * keys * width;
      int baseV = (shapeV[0] == 1 ? 0 : b) * keys * width;
      int base = b * queries * width;
      for (int h = 0; h < heads; h++) {
        for (int i = 0; i < queries; i++) {
          double[] row =
              attend(
                  q,
                  baseQ + i * width + h * head,
                  k,
                  (n, j) -> baseK + j * width + n * head,
                  v,
                  (n, j) -> baseV + j * width + n * head,
                  head,
                  keys,
                  h,
                  i,
                  bias);
          System.arraycopy(row, 0, out, base + i * width + h * head, head);
        }
      }
    }
    return out;
  }

  /** softmax(q k^T / sqrt(width) + bias) v for one query. */
  private static double[] attend(
      float[] q,
      int beginQ,
      float[] k,
      Row rowK,
      float[] v,
      Row rowV,
      int width,
      int keys,
      int head,
      int query,
      Bias bias) {
    double[] p = new double[keys];
    double largest = Double.NEGATIVE_INFINITY;
    for (int j = 0; j < keys; j++) {
      double dot = 0;
      for (int c = 0; c < width; c++) {
        dot += (double) q[beginQ + c] * k[rowK.begin(head, j) + c];
      }
      p[j] = dot / Math.sqrt(width) + bias.of(head, query, j);
      largest = Math.max(largest, p[j]);
    }
    double sum = 0;
    for (int j = 0; j < keys; j++) {
      p[j] = Math.exp(p[j] - largest);
      sum += p[j];
    }
    double[] out = new double[width];
    for (int j = 0; j < keys; j++) {
      for (int c = 0; c < width; c++) {
        out[c] += p[j] / sum * v[rowV.begin(head, j) + c];
      }
    }
    return out;
  }

  /** Self-attention within the windows of a (side, side, 3 x channels) map. */
  public static double[] windows(float[] qkv, WindowAttentionShape shape, PositionBias bias) {
    int side = shape.resultSide();
    int window = shape.windowQueries();
    int channels = shape.channels();
    double[] out = new double[side * side * channels];
    for (int wy = 0; wy < shape.windowsPerSide(); wy++) {
      for (int wx = 0; wx < shape.windowsPerSide(); wx++) {
        float[] part = cut(qkv, shape, wy * shape.window(), wx * shape.window());
        float[] queries = shape.queryPool() == 1 ? part : pooled(part, shape);
        for (int h = 0; h < shape.heads(); h++) {
          for (int i = 0; i < window * window; i++) {
            int y = wy * window + i / window;
            int x = wx * window + i % window;
            if (y < side && x < side) {
              double[] row = attend(queries, part, shape, bias, h, i);
              int at = (y * side + x) * channels + h * shape.headWidth();
              System.arraycopy(row, 0, out, at, row.length);
            }
          }
        }
      }
    }
    return out;
  }

  /** One token for each square of 2 x 2. */
  private static float[] pooled(float[] part, WindowAttentionShape shape) {
    int half = shape.windowQueries();
    int width = 3 * shape.channels();
    float[] result = new float[half * half * width];
    for (int i = 0; i < result.length; i++) {
      int token = i / width;
      int first = (2 * (token / half) * shape.window() + 2 * (token % half)) * width + i % width;
      int below = first + shape.window() * width;
      float upper = Math.max(part[first], part[first + width]);
      result[i] = Math.max(upper, Math.max(part[below], part[below + width]));
    }
    return result;
  }

  private static double[] attend(
      float[] queries,
      float[] part,
      WindowAttentionShape shape,
      PositionBias bias,
      int head,
      int query) {
    int channels = shape.channels();
    int width = shape.headWidth();
    int begin = query * 3 * channels + head * width;
    return attend(
        queries,
        begin,
        part,
        (h, j) -> j * 3 * channels + channels + h * width,
        part,
        (h, j) -> j * 3 * channels + 2 * channels + h * width,
        width,
        shape.windowTokens(),
        head,
        query,
        (h, i, j) -> position(part, begin, shape, bias, h, i, j));
  }

  private static double position(
      float[] q, int begin, WindowAttentionShape shape, PositionBias bias, int h, int i, int j) {
    int window = shape.window();
    int tokens = shape.windowTokens();
    if (bias instanceof PositionBias.None) {
      return 0;
    }
    if (bias instanceof PositionBias.Table table) {
      return table.values()[(h * tokens + i) * tokens + j];
    }
    PositionBias.Decomposed tables = (PositionBias.Decomposed) bias;
    int row = i / window - j / window + window - 1;
    int column = i % window - j % window + window - 1;
    double sum = 0;
    for (int c = 0; c < shape.headWidth(); c++) {
      sum +=
          q[begin + c]
              * ((double) tables.rows()[row * shape.headWidth() + c]
                  + tables.columns()[column * shape.headWidth() + c]);
    }
    return sum;
  }

  /** One window's tokens; the ones outside the map are padding. */
  private static float[] cut(float[] qkv, WindowAttentionShape shape, int top, int left) {
    int window = shape.window();
    int width = 3 * shape.channels();
    float[] part = new float[shape.windowTokens() * width];
    for (int i = 0; i < shape.windowTokens(); i++) {
      int y = top + i / window;
      int x = left + i % window;
      boolean inside = y < shape.side() && x < shape.side();
      float[] from = inside ? qkv : shape.padding();
      int at = inside ? (y * shape.side() + x) * width : 0;
      System.arraycopy(from, at, part, i * width, width);
    }
    return part;
  }
}
