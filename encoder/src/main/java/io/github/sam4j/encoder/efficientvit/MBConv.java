package io.github.sam4j.encoder.efficientvit;

import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.ConvolutionShape;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.InvertedBottleneck;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;

/** An inverted bottleneck that has a norm behind its last layer alone. */
final class MBConv implements Block {
  private final InvertedBottleneck block;

  MBConv(Engine engine, Parameters parameters, BlockConfig.Bottleneck config) {
    int hidden = config.hidden();
    ConvolutionShape filters = new ConvolutionShape(hidden, hidden, 3, config.stride(), 1, hidden);
    block =
        new InvertedBottleneck(
            ConvLayer.biased(
                    parameters.under("inverted_conv"), ConvLayer.pointwise(config.inputs(), hidden))
                .packLinear(engine),
            ConvLayer.biased(parameters.under("depth_conv"), filters).pack(engine),
            ConvLayer.normed(
                    parameters.under("point_conv"), ConvLayer.pointwise(hidden, config.outputs()))
                .packLinear(engine),
            Activation.GELU_TANH,
            config.stride() == 1);
  }

  @Override
  public Tensor apply(Operators ops, Tensor x) {
    return ops.invertedBottleneck(x, block);
  }
}
