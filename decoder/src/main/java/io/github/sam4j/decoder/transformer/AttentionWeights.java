package io.github.sam4j.decoder.transformer;

import io.github.sam4j.core.parameters.StoredLayers;
import io.github.sam4j.core.tensor.Tensor;

/**
 * The weights of one {@link Attention} while a decoder is loaded, for projections that are moved
 * from the image's side of an attention to the tokens' side.
 *
 * @param layers that hold {@code q_proj}, {@code k_proj}, {@code v_proj} and {@code out_proj}
 * @param channels C
 * @param heads how many heads there are
 * @param width the inner width, a multiple of {@code heads}
 */
public record AttentionWeights(StoredLayers layers, int channels, int heads, int width) {
  /** The weights that an attention was made of. */
  public static AttentionWeights of(StoredLayers layers, Attention attention) {
    return new AttentionWeights(layers, attention.channels(), attention.heads(), attention.width());
  }

  private int headWidth() {
    return width / heads;
  }

  private float scale() {
    return (float) (1 / Math.sqrt(headWidth()));
  }

  /** A projection of what comes in, a row for each inner channel: (width, C). */
  public RowMatrix projection(String name) {
    return new RowMatrix(width, channels, layers.weight(name, width, channels));
  }

  /** The same with the scores' scale, for one of the two sides of a score. */
  public RowMatrix scaled(String name) {
    return projection(name).times(scale());
  }

  /** What each inner channel adds to the result, a row for each: (width, C). */
  public RowMatrix out() {
    return new RowMatrix(channels, width, layers.weight("out_proj", channels, width)).transposed();
  }

  /** Bias of a projection of what comes in. */
  public float[] bias(String name) {
    return layers.bias(name, width);
  }

  /** The same with the scores' scale. */
  public float[] scaledBias(String name) {
    return RowMatrix.row(bias(name)).times(scale()).values();
  }

  /** Bias of the result. */
  public float[] outBias() {
    return layers.bias("out_proj", channels);
  }

  /** Values kept by the engine. */
  public Tensor vector(float[] values) {
    return layers.engine().tensor(values, values.length);
  }

  /** Each head's rows, from channels to the head: (heads, headWidth, C). */
  public HeadMatrices toHeads(RowMatrix rows) {
    return new HeadMatrices(layers.engine().tensor(rows.values(), heads, headWidth(), channels));
  }

  /** Each head's rows turned, from the head to channels: (heads, C, headWidth). */
  public HeadMatrices toChannels(RowMatrix rows) {
    float[] turned = new float[width * channels];
    for (int i = 0; i < width; i++) {
      int head = i / headWidth();
      for (int c = 0; c < channels; c++) {
        int to = (head * channels + c) * headWidth() + i % headWidth();
        turned[to] = rows.values()[i * channels + c];
      }
    }
    return new HeadMatrices(layers.engine().tensor(turned, heads, channels, headWidth()));
  }
}
