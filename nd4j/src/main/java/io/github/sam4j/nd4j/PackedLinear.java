package io.github.sam4j.nd4j;

import io.github.sam4j.core.tensor.Linear;
import io.github.sam4j.core.tensor.PackedLayer;
import io.github.sam4j.core.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A fully connected layer.
 *
 * @param owner stands for the engine that packed it
 * @param weight (outputs, inputs)
 * @param bias (outputs), or null
 */
record PackedLinear(Object owner, Tensor weight, @Nullable Tensor bias)
    implements Linear, PackedLayer {
  @Override
  public int inputs() {
    return weight.dim(1);
  }

  @Override
  public int outputs() {
    return weight.dim(0);
  }
}
