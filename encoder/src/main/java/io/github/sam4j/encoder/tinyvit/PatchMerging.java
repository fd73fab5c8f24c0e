package io.github.sam4j.encoder.tinyvit;

import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.Convolution;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.Linear;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;

/** Leads from one stage to the next: more channels and, at stride 2, half the side. */
final class PatchMerging {
  private final Linear conv1;
  private final Convolution conv2;
  private final Linear conv3;

  PatchMerging(Engine engine, Parameters parameters, int inputs, int outputs, int stride) {
    conv1 = Conv2dBn.pointwise(engine, parameters.under("conv1"), inputs, outputs);
    conv2 = Conv2dBn.depthwise(engine, parameters.under("conv2"), outputs, stride);
    conv3 = Conv2dBn.pointwise(engine, parameters.under("conv3"), outputs, outputs);
  }

  /**
   * The next stage's map.
   *
   * @param x (1, side, side, inputs)
   * @return (1, side / stride, side / stride, outputs)
   */
  Tensor apply(Operators ops, Tensor x) {
    Tensor wide = ops.linear(x, conv1, Activation.GELU);
    return ops.linear(ops.convolution(wide, conv2, Activation.GELU), conv3, Activation.NONE);
  }
}
