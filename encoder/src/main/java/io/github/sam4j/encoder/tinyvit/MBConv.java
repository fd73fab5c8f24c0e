package io.github.sam4j.encoder.tinyvit;

import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.InvertedBottleneck;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.encoder.FoldedConvolution;

/** An inverted bottleneck with its residual connection, and a GELU behind it. */
final class MBConv {
  private final InvertedBottleneck block;

  MBConv(Engine engine, Parameters parameters, int dim, int hidden) {
    block =
        new InvertedBottleneck(
            FoldedConvolution.pointwise(engine, parameters.under("conv1"), dim, hidden),
            FoldedConvolution.depthwise(engine, parameters.under("conv2"), hidden, 1),
            FoldedConvolution.pointwise(engine, parameters.under("conv3"), hidden, dim),
            Activation.GELU,
            true);
  }

  /**
   * The next map.
   *
   * @param x (1, side, side, dim)
   * @return (1, side, side, dim)
   */
  Tensor apply(Operators ops, Tensor x) {
    return ops.activate(ops.invertedBottleneck(x, block), Activation.GELU);
  }
}
