package io.github.sam4j.encoder.tinyvit;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.tensor.Convolution;
import io.github.sam4j.core.tensor.ConvolutionShape;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.Linear;

/**
 * A convolution {@code c} without bias and the batch norm {@code bn} behind it, folded into one
 * convolution with bias (Ioffe and Szegedy 2015, at inference).
 *
 * @param shape its geometry
 * @param weight outputs x (inputs / groups) x kernel x kernel
 * @param bias outputs values
 */
record Conv2dBn(ConvolutionShape shape, float[] weight, float[] bias) {
  private static final double EPSILON = 1e-5;

  /** Folds the two; the arithmetic is double. */
  static Conv2dBn fold(Parameters parameters, ConvolutionShape shape) {
    int outputs = shape.outputs();
    int kernel = shape.kernel();
    float[] weight =
        parameters.values("c.weight", outputs, shape.inputs() / shape.groups(), kernel, kernel);
    float[] gamma = parameters.values("bn.weight", outputs);
    float[] beta = parameters.values("bn.bias", outputs);
    float[] mean = parameters.values("bn.running_mean", outputs);
    float[] variance = parameters.values("bn.running_var", outputs);
    float[] bias = new float[outputs];
    int each = weight.length / outputs;
    for (int o = 0; o < outputs; o++) {
      if (!(variance[o] >= 0)) {
        throw WeightsFormatException.tensor(
            parameters.source(), "bn.running_var", "variances of 0 or more", "" + variance[o]);
      }
      double scale = gamma[o] / Math.sqrt(variance[o] + EPSILON);
      for (int i = o * each; i < (o + 1) * each; i++) {
        weight[i] = (float) (weight[i] * scale);
      }
      bias[o] = (float) (beta[o] - mean[o] * scale);
    }
    return new Conv2dBn(shape, weight, bias);
  }

  /** A 1 x 1 convolution, which on a channels-last map is a fully connected layer. */
  static Linear pointwise(Engine engine, Parameters parameters, int inputs, int outputs) {
    Conv2dBn folded = fold(parameters, new ConvolutionShape(inputs, outputs, 1, 1, 0, 1));
    return engine.linear(inputs, outputs, folded.weight, folded.bias);
  }

  /** A 3 x 3 convolution. */
  static Convolution full(
      Engine engine, Parameters parameters, int inputs, int outputs, int stride) {
    return fold(parameters, new ConvolutionShape(inputs, outputs, 3, stride, 1, 1)).pack(engine);
  }

  /** A 3 x 3 convolution of each channel by itself. */
  static Convolution depthwise(Engine engine, Parameters parameters, int channels, int stride) {
    return fold(parameters, new ConvolutionShape(channels, channels, 3, stride, 1, channels))
        .pack(engine);
  }

  private Convolution pack(Engine engine) {
    return engine.convolution(shape, weight, bias);
  }
}
