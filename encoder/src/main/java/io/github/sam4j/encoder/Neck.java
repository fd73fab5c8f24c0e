package io.github.sam4j.encoder;

import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.parameters.StoredLayers;
import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.Convolution;
import io.github.sam4j.core.tensor.ConvolutionShape;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.Linear;
import io.github.sam4j.core.tensor.Norm;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;

/**
 * SAM's neck: a 1 x 1 convolution, LayerNorm2d, a 3 x 3 convolution, LayerNorm2d; the convolutions
 * have no bias.
 */
public final class Neck {
  private static final float EPSILON = 1e-6f;

  private final int channels;
  private final Linear project;
  private final Norm norm1;
  private final Convolution smooth;
  private final Norm norm2;

  /**
   * Packs the neck.
   *
   * @param parameters the names below {@code neck.}
   * @param inputs channels of the map it is given
   * @param channels channels of the embedding
   */
  public Neck(Engine engine, Parameters parameters, int inputs, int channels) {
    this.channels = channels;
    project =
        engine.linear(
            inputs, channels, parameters.values("0.weight", channels, inputs, 1, 1), null);
    StoredLayers layers = new StoredLayers(engine, parameters);
    norm1 = layers.norm("1", channels, EPSILON);
    smooth =
        engine.convolution(
            new ConvolutionShape(channels, channels, 3, 1, 1, 1),
            parameters.values("2.weight", channels, channels, 3, 3),
            null);
    norm2 = layers.norm("3", channels, EPSILON);
  }

  /**
   * The embedding.
   *
   * @param x (side, side, inputs)
   * @return (side, side, channels)
   */
  public Tensor apply(Operators ops, Tensor x) {
    int side = x.dim(0);
    Tensor narrow = ops.layerNorm(ops.linear(x, project, Activation.NONE), norm1);
    Tensor smoothed =
        ops.convolution(narrow.reshape(1, side, side, channels), smooth, Activation.NONE);
    return ops.layerNorm(smoothed, norm2).reshape(side, side, channels);
  }
}
