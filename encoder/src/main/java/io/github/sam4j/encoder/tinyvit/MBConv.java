package io.github.sam4j.encoder.tinyvit;

import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.Convolution;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.Frame;
import io.github.sam4j.core.tensor.Linear;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;

/** An inverted bottleneck: widen, filter each channel, narrow, add the input, GELU. */
final class MBConv {
  private final Linear conv1;
  private final Convolution conv2;
  private final Linear conv3;

  MBConv(Engine engine, Parameters parameters, int dim, int hidden) {
    conv1 = Conv2dBn.pointwise(engine, parameters.under("conv1"), dim, hidden);
    conv2 = Conv2dBn.depthwise(engine, parameters.under("conv2"), hidden, 1);
    conv3 = Conv2dBn.pointwise(engine, parameters.under("conv3"), hidden, dim);
  }

  /**
   * The next map; the given one is overwritten.
   *
   * @param x (1, side, side, dim)
   * @return (1, side, side, dim)
   */
  Tensor apply(Operators ops, Tensor x) {
    try (Frame scratch = ops.frame()) {
      Tensor wide = ops.linear(x, conv1, Activation.GELU);
      ops.addLinearTo(x, ops.convolution(wide, conv2, Activation.GELU), conv3);
    }
    return ops.activate(x, Activation.GELU);
  }
}
