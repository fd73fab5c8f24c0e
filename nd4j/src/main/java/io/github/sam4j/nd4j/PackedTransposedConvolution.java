package io.github.sam4j.nd4j;

import io.github.sam4j.core.tensor.PackedLayer;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.core.tensor.TransposedConvolution;

/**
 * A transposed convolution of kernel 2 and stride 2.
 *
 * @param owner stands for the engine that packed it
 * @param weight (2 x 2 x outputs, inputs): kernel and stride agree, so no two products meet
 * @param bias (outputs)
 */
record PackedTransposedConvolution(Object owner, Tensor weight, Tensor bias)
    implements TransposedConvolution, PackedLayer {
  @Override
  public int inputs() {
    return weight.dim(1);
  }

  @Override
  public int outputs() {
    return bias.dim(0);
  }
}
