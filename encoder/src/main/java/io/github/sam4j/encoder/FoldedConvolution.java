package io.github.sam4j.encoder;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.tensor.Convolution;
import io.github.sam4j.core.tensor.ConvolutionShape;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.Linear;

/**
 * A convolution without bias and the batch norm behind it, folded into one convolution with bias
 * (Ioffe and Szegedy 2015, at inference).
 *
 * @param shape its geometry
 * @param weight outputs x (inputs / groups) x kernel x kernel
 * @param bias outputs values
 */
public record FoldedConvolution(ConvolutionShape shape, float[] weight, float[] bias) {
  /** What PyTorch adds to the variance unless it is told otherwise. */
  public static final double EPSILON = 1e-5;

  /**
   * How a model names the two and what it adds to the variance.
   *
   * @param convolution the convolution's name
   * @param norm the batch norm's name
   * @param epsilon added to the variance
   */
  public record Naming(String convolution, String norm, double epsilon) {
    /** {@code c} and {@code bn}, as LeViT has them and what was made from it. */
    public static final Naming C_BN = new Naming("c", "bn", EPSILON);
  }

  /** Folds {@code c} and {@code bn}; the arithmetic is double. */
  public static FoldedConvolution fold(Parameters parameters, ConvolutionShape shape) {
    return fold(parameters, shape, Naming.C_BN);
  }

  /**
   * Folds the two; the arithmetic is double.
   *
   * @throws WeightsFormatException if a tensor is missing, has another shape, or is no variance
   */
  public static FoldedConvolution fold(
      Parameters parameters, ConvolutionShape shape, Naming naming) {
    int outputs = shape.outputs();
    int kernel = shape.kernel();
    float[] weight =
        parameters.values(
            naming.convolution + ".weight",
            outputs,
            shape.inputs() / shape.groups(),
            kernel,
            kernel);
    return new FoldedConvolution(shape, weight, new float[outputs])
        .normalised(parameters.under(naming.norm), naming.epsilon);
  }

  /**
   * With a batch norm behind it.
   *
   * @param norm the names below the batch norm's
   * @param epsilon added to the variance
   * @throws WeightsFormatException if a tensor is missing, has another shape, or is no variance
   */
  public FoldedConvolution normalised(Parameters norm, double epsilon) {
    int outputs = shape.outputs();
    float[] gamma = norm.values("weight", outputs);
    float[] beta = norm.values("bias", outputs);
    float[] mean = norm.values("running_mean", outputs);
    float[] variance = norm.values("running_var", outputs);
    float[] newWeight = new float[weight.length];
    float[] newBias = new float[outputs];
    int each = weight.length / outputs;
    for (int o = 0; o < outputs; o++) {
      if (!(variance[o] >= 0)) {
        throw WeightsFormatException.tensor(
            norm.source(), "running_var", "variances of 0 or more", "" + variance[o]);
      }
      double scale = gamma[o] / Math.sqrt(variance[o] + epsilon);
      for (int i = o * each; i < (o + 1) * each; i++) {
        newWeight[i] = (float) (weight[i] * scale);
      }
      newBias[o] = (float) (beta[o] + (bias[o] - mean[o]) * scale);
    }
    return new FoldedConvolution(shape, newWeight, newBias);
  }

  /** A 1 x 1 convolution, which on a channels-last map is a fully connected layer. */
  public static Linear pointwise(Engine engine, Parameters parameters, int inputs, int outputs) {
    return fold(parameters, new ConvolutionShape(inputs, outputs, 1, 1, 0, 1)).packLinear(engine);
  }

  /** A 3 x 3 convolution. */
  public static Convolution full(
      Engine engine, Parameters parameters, int inputs, int outputs, int stride) {
    return fold(parameters, new ConvolutionShape(inputs, outputs, 3, stride, 1, 1)).pack(engine);
  }

  /** A 3 x 3 convolution of each channel by itself. */
  public static Convolution depthwise(
      Engine engine, Parameters parameters, int channels, int stride) {
    return fold(parameters, new ConvolutionShape(channels, channels, 3, stride, 1, channels))
        .pack(engine);
  }

  /** Packs it. */
  public Convolution pack(Engine engine) {
    return engine.convolution(shape, weight, bias);
  }

  /** Packs a 1 x 1 convolution as a fully connected layer. */
  public Linear packLinear(Engine engine) {
    return engine.linear(shape.inputs(), shape.outputs(), weight, bias);
  }
}
