package io.github.sam4j.encoder.tinyvit;

import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.parameters.StoredLayers;
import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.Linear;
import io.github.sam4j.core.tensor.Norm;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.PositionBias;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.core.tensor.WindowAttention;
import io.github.sam4j.core.tensor.WindowAttentionShape;

/** Multi-head self-attention within windows, with a learned bias for each |dy|, |dx|. */
final class Attention {
  private static final float EPSILON = 1e-5f;

  private final int side;
  private final int dim;
  private final Norm norm;
  private final Linear qkv;
  private final WindowAttention attention;
  private final Linear proj;

  Attention(Engine engine, Parameters parameters, TinyVitConfig.Stage config, int side) {
    this.side = side;
    dim = config.dim();
    StoredLayers layers = new StoredLayers(engine, parameters);
    norm = layers.norm("norm", dim, EPSILON);
    int heads = config.heads();
    float[] weight =
        headsBehindParts(layers.weight("qkv", 3 * dim, dim), heads, config.headWidth());
    float[] bias = headsBehindParts(layers.bias("qkv", 3 * dim), heads, config.headWidth());
    qkv = engine.linear(dim, 3 * dim, weight, bias);
    int window = config.window();
    float[] biases = parameters.values("attention_biases", heads, window * window);
    attention =
        engine.windowAttention(
            new WindowAttentionShape(
                side,
                window,
                heads,
                config.headWidth(),
                padding(weight, bias, layers.bias("norm", dim))),
            new PositionBias.Table(table(biases, heads, window)));
    proj = layers.linear("proj", dim, dim);
  }

  /**
   * From "q, k, v of head 0, of head 1, ..." to "q of all heads, k of all heads, v of all heads".
   */
  static float[] headsBehindParts(float[] rows, int heads, int headWidth) {
    int block = rows.length / (3 * heads * headWidth) * headWidth;
    float[] sorted = new float[rows.length];
    for (int head = 0; head < heads; head++) {
      for (int part = 0; part < 3; part++) {
        System.arraycopy(
            rows, (head * 3 + part) * block, sorted, (part * heads + head) * block, block);
      }
    }
    return sorted;
  }

  /** The map is padded before its norm, which makes {@code shift} of a zero: W shift + b. */
  private static float[] padding(float[] weight, float[] bias, float[] shift) {
    float[] padding = new float[bias.length];
    for (int row = 0; row < bias.length; row++) {
      double sum = bias[row];
      for (int i = 0; i < shift.length; i++) {
        sum += (double) weight[row * shift.length + i] * shift[i];
      }
      padding[row] = (float) sum;
    }
    return padding;
  }

  /**
   * The bias of each head, query and key. Offsets are numbered as they first appear when all pairs
   * of cells are walked row by row; the first cell already meets all of them, so |dy|, |dx| has the
   * number |dy| x window + |dx|.
   */
  static float[] table(float[] biases, int heads, int window) {
    int cells = window * window;
    float[] table = new float[Math.multiplyExact(heads, cells * cells)];
    int at = 0;
    for (int head = 0; head < heads; head++) {
      for (int query = 0; query < cells; query++) {
        for (int key = 0; key < cells; key++) {
          int dy = Math.abs(query / window - key / window);
          int dx = Math.abs(query % window - key % window);
          table[at++] = biases[head * cells + dy * window + dx];
        }
      }
    }
    return table;
  }

  /**
   * x += attention(norm(x)).
   *
   * @param x (1, side, side, dim)
   */
  void addTo(Operators ops, Tensor x) {
    Tensor rows = ops.linear(ops.layerNorm(x, norm), qkv, Activation.NONE);
    Tensor mixed = ops.windowAttention(rows.reshape(side, side, 3 * dim), attention);
    ops.addLinearTo(x, mixed.reshape(1, side, side, dim), proj);
  }
}
