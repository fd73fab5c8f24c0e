package io.github.sam4j.decoder;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.parameters.StoredLayers;
import io.github.sam4j.core.tensor.Linear;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;

/**
 * The weights of one attention layer, cut up by heads, for layers whose projections are moved from
 * one side to the other.
 */
record AttentionWeights(StoredLayers layers, int channels, int heads, int width) {
  static AttentionWeights of(StoredLayers layers, int channels, int heads) {
    int width = layers.outputs("q_proj");
    if (width % heads != 0) {
      throw WeightsFormatException.tensor(
          layers.parameters().source(),
          layers.parameters().path("q_proj.bias"),
          "a width that %d heads divide".formatted(heads),
          "width " + width);
    }
    return new AttentionWeights(layers, channels, heads, width);
  }

  private int headWidth() {
    return width / heads;
  }

  private float scale() {
    return (float) (1 / Math.sqrt(headWidth()));
  }

  /** A projection of tokens as it is. */
  Linear linear(String name) {
    return layers.linear(name, channels, width);
  }

  /** The projection of the result as it is. */
  Linear outLinear() {
    return layers.linear("out_proj", width, channels);
  }

  /** One of the projections of what comes in, a row for each inner channel. */
  RowMatrix in(String name) {
    return new RowMatrix(width, channels, layers.weight(name, width, channels));
  }

  /** The same with the scores' factor, for one side of the scores. */
  RowMatrix scaled(String name) {
    return in(name).times(scale());
  }

  /** What each inner channel adds to the result, a row for each. */
  RowMatrix out() {
    return new RowMatrix(channels, width, layers.weight("out_proj", channels, width)).transposed();
  }

  float[] bias(String name) {
    return layers.bias(name, width);
  }

  float[] scaledBias(String name) {
    return RowMatrix.row(bias(name)).times(scale()).values();
  }

  float[] outBias() {
    return layers.bias("out_proj", channels);
  }

  Tensor vector(float[] values) {
    return layers.engine().tensor(values, values.length);
  }

  /** Each head's rows, from channels to the head: (heads, headWidth, C). */
  Tensor toHeads(RowMatrix matrix) {
    return layers.engine().tensor(matrix.values(), heads, headWidth(), channels);
  }

  /** Each head's rows turned, from the head to channels: (heads, C, headWidth). */
  Tensor toChannels(RowMatrix matrix) {
    float[] turned = new float[width * channels];
    for (int i = 0; i < width; i++) {
      int head = i / headWidth();
      for (int c = 0; c < channels; c++) {
        int to = (head * channels + c) * headWidth() + i % headWidth();
        turned[to] = matrix.values()[i * channels + c];
      }
    }
    return layers.engine().tensor(turned, heads, channels, headWidth());
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
