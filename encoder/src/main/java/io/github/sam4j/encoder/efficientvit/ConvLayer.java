package io.github.sam4j.encoder.efficientvit;

import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.tensor.ConvolutionShape;
import io.github.sam4j.encoder.FoldedConvolution;

/** EfficientViT's convolutions: those with a batch norm have no bias, the others have one. */
final class ConvLayer {
  /** Of all norms; EfficientViT-SAM's authors set it so, PyTorch's own is ten times as large. */
  static final float EPSILON = 1e-6f;

  private static final FoldedConvolution.Naming CONV_NORM =
      new FoldedConvolution.Naming("conv", "norm", 1e-6);

  private ConvLayer() {}

  /** One with a batch norm behind it, folded. */
  static FoldedConvolution normed(Parameters parameters, ConvolutionShape shape) {
    return FoldedConvolution.fold(parameters, shape, CONV_NORM);
  }

  /** One with a bias. */
  static FoldedConvolution biased(Parameters parameters, ConvolutionShape shape) {
    int inputs = shape.inputs() / shape.groups();
    int kernel = shape.kernel();
    return new FoldedConvolution(
        shape,
        parameters.values("conv.weight", shape.outputs(), inputs, kernel, kernel),
        parameters.values("conv.bias", shape.outputs()));
  }

  /** Sizes of a dense 3 x 3 convolution. */
  static ConvolutionShape full(int inputs, int outputs, int stride) {
    return new ConvolutionShape(inputs, outputs, 3, stride, 1, 1);
  }

  /** Sizes of a layer over cells. */
  static ConvolutionShape pointwise(int inputs, int outputs) {
    return new ConvolutionShape(inputs, outputs, 1, 1, 0, 1);
  }
}
