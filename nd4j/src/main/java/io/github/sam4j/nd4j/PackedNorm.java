package io.github.sam4j.nd4j;

import io.github.sam4j.core.tensor.Norm;
import io.github.sam4j.core.tensor.Tensor;

/**
 * A layer norm.
 *
 * @param gain (width)
 * @param bias (width)
 */
record PackedNorm(PortableEngine engine, Tensor gain, Tensor bias, float epsilon)
    implements Norm, Packed {
  @Override
  public int width() {
    return gain.dim(0);
  }
}
