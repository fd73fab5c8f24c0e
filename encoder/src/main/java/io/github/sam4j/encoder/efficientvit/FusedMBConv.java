package io.github.sam4j.encoder.efficientvit;

import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.Convolution;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.Frame;
import io.github.sam4j.core.tensor.Linear;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;

/** A convolution that widens, GELU, and a layer over cells that narrows again. */
final class FusedMBConv implements Block {
  private final Convolution spatialConv;
  private final Linear pointConv;

  FusedMBConv(Engine engine, Parameters parameters, BlockConfig.Fused config) {
    int hidden = config.hidden();
    spatialConv =
        ConvLayer.normed(
                parameters.under("spatial_conv"),
                ConvLayer.full(config.inputs(), hidden, config.stride()))
            .pack(engine);
    pointConv =
        ConvLayer.normed(
                parameters.under("point_conv"), ConvLayer.pointwise(hidden, config.outputs()))
            .packLinear(engine);
  }

  @Override
  public Tensor apply(Operators ops, Tensor x) {
    int stride = spatialConv.shape().stride();
    if (stride == 1) {
      try (Frame scratch = ops.frame()) {
        Tensor wide = ops.convolution(x, spatialConv, Activation.GELU_TANH);
        ops.addLinearTo(x, wide, pointConv);
      }
      return x;
    }
    Tensor next =
        ops.empty(
            1,
            spatialConv.shape().outputSide(x.dim(1)),
            spatialConv.shape().outputSide(x.dim(2)),
            pointConv.outputs());
    try (Frame scratch = ops.frame()) {
      Tensor wide = ops.convolution(x, spatialConv, Activation.GELU_TANH);
      ops.copy(next, ops.linear(wide, pointConv, Activation.NONE));
    }
    return next;
  }
}
