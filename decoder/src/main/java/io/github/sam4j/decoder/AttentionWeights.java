package io.github.sam4j.decoder;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.tensor.Linear;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;

/**
 * The weights of one attention layer, cut up by heads, for layers whose projections are moved from
 * one side to the other.
 */
record AttentionWeights(Layers layers, int channels, int heads, int width) {
  static AttentionWeights of(Layers layers, int channels, int heads) {
    int width = layers.outputs("q_proj");
    if (width % heads != 0) {
      throw WeightsFormatException.tensor(
          layers.parameters().source(),
          "q_proj.bias",
          "a width that %d heads divide".formatted(heads),
          "width " + width);
    }
    return new AttentionWeights(layers, channels, heads, width);
  }

  private int headWidth() {
    return width / heads;
  }

  /** The factor of the scores. */
  float scale() {
    return (float) (1 / Math.sqrt(headWidth()));
  }

  /** A projection of tokens as it is. */
  Linear linear(String name) {
    return layers.linear(name, channels, width);
  }

  /** The projection of the result as it is. */
  Linear out() {
    return layers.linear("out_proj", width, channels);
  }

  /** A bias times a factor. */
  Tensor bias(String name, float factor) {
    float[] bias = layers.bias(name, name.equals("out_proj") ? channels : width);
    for (int i = 0; i < bias.length; i++) {
      bias[i] *= factor;
    }
    return layers.engine().tensor(bias, bias.length);
  }

  /** Each head's part of a projection, from channels to the head: (heads, headWidth, C). */
  Tensor toHeads(String name) {
    return layers
        .engine()
        .tensor(layers.weight(name, width, channels), heads, headWidth(), channels);
  }

  /** Its transpose times a factor, from the head to channels: (heads, C, headWidth). */
  Tensor toChannels(String name, float factor) {
    float[] weight = layers.weight(name, width, channels);
    float[] turned = new float[weight.length];
    for (int i = 0; i < width; i++) {
      int head = i / headWidth();
      for (int c = 0; c < channels; c++) {
        turned[(head * channels + c) * headWidth() + i % headWidth()] =
            weight[i * channels + c] * factor;
      }
    }
    return layers.engine().tensor(turned, heads, channels, headWidth());
  }

  /** Each head's part of a projection's bias times a factor: (heads, 1, headWidth). */
  Tensor biasToScore(String name, float factor) {
    return bias(name, factor).reshape(heads, 1, headWidth());
  }

  /** Each head's part of the result's projection: (heads, C, headWidth). */
  Tensor outToChannels() {
    float[] weight = layers.weight("out_proj", channels, width);
    float[] byHead = new float[weight.length];
    for (int c = 0; c < channels; c++) {
      for (int head = 0; head < heads; head++) {
        int to = (head * channels + c) * headWidth();
        System.arraycopy(weight, c * width + head * headWidth(), byHead, to, headWidth());
      }
    }
    return layers.engine().tensor(byHead, heads, channels, headWidth());
  }

  /**
   * Multiplies each head's channels of each token with the head's matrix.
   *
   * @param x (P, T, width)
   * @param matrices (heads, N, headWidth)
   * @return (P, T x heads, N), for each token head by head
   */
  Tensor eachHead(Operators ops, Tensor x, Tensor matrices) {
    int[] shape = {x.dim(0), x.dim(1) * heads, headWidth()};
    return byHead(ops, x.reshape(shape), matrices);
  }

  /**
   * The same for heads that have rows of their own.
   *
   * @param x (P, T x heads, K), for each token head by head
   * @param matrices (heads, N, K)
   * @return (P, T x heads, N)
   */
  Tensor byHead(Operators ops, Tensor x, Tensor matrices) {
    int tokens = x.dim(0) * x.dim(1) / heads;
    Tensor rows = x.reshape(tokens, heads, x.dim(2)).swap(0, 1);
    Tensor result = ops.empty(tokens, heads, matrices.dim(1));
    ops.copy(result.swap(0, 1), ops.matmulTransposed(rows, matrices));
    return result.reshape(x.dim(0), x.dim(1), matrices.dim(1));
  }
}
