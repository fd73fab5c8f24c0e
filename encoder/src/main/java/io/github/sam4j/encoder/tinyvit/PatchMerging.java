package io.github.sam4j.encoder.tinyvit;

import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.InvertedBottleneck;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.encoder.FoldedConvolution;

/** Leads from one stage to the next: more channels and, at stride 2, half the side. */
final class PatchMerging {
  private final InvertedBottleneck block;

  PatchMerging(Engine engine, Parameters parameters, int inputs, int outputs, int stride) {
    block =
        new InvertedBottleneck(
            FoldedConvolution.pointwise(engine, parameters.under("conv1"), inputs, outputs),
            FoldedConvolution.depthwise(engine, parameters.under("conv2"), outputs, stride),
            FoldedConvolution.pointwise(engine, parameters.under("conv3"), outputs, outputs),
            Activation.GELU,
            false);
  }

  /**
   * The next stage's map.
   *
   * @param x (1, side, side, inputs)
   * @return (1, side / stride, side / stride, outputs)
   */
  Tensor apply(Operators ops, Tensor x) {
    return ops.invertedBottleneck(x, block);
  }
}
