package io.github.sam4j.encoder.efficientvit;

import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.Convolution;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.Frame;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;

/** Two convolutions with GELU between them, and the map that they were given. */
final class ResBlock implements Block {
  private final Convolution conv1;
  private final Convolution conv2;

  ResBlock(Engine engine, Parameters parameters, BlockConfig.Residual config) {
    int channels = config.outputs();
    int hidden = config.hidden();
    conv1 =
        ConvLayer.normed(parameters.under("conv1"), ConvLayer.full(channels, hidden, 1))
            .pack(engine);
    conv2 =
        ConvLayer.normed(parameters.under("conv2"), ConvLayer.full(hidden, channels, 1))
            .pack(engine);
  }

  @Override
  public Tensor apply(Operators ops, Tensor x) {
    try (Frame scratch = ops.frame()) {
      Tensor between = ops.convolution(x, conv1, Activation.GELU_TANH);
      ops.copy(x, ops.add(x, ops.convolution(between, conv2, Activation.NONE)));
    }
    return x;
  }
}
