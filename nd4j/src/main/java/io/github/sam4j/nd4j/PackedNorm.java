package io.github.sam4j.nd4j;

import io.github.sam4j.core.tensor.Norm;
import io.github.sam4j.core.tensor.PackedLayer;
import io.github.sam4j.core.tensor.Tensor;

/**
 * A layer norm.
 *
 * @param owner stands for the engine that packed it
 * @param gain (width)
 * @param bias (width)
 */
record PackedNorm(Object owner, Tensor gain, Tensor bias, float epsilon)
    implements Norm, PackedLayer {
  @Override
  public int width() {
    return gain.dim(0);
  }
}
