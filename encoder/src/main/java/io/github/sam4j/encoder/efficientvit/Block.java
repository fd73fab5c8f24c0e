package io.github.sam4j.encoder.efficientvit;

import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;

/** A block, its weights packed. */
interface Block {
  /**
   * The next map.
   *
   * @param x (1, side, side, inputs); overwritten by a block that keeps its shape, which may give
   *     it back as its result
   * @return (1, side / stride, side / stride, outputs)
   */
  Tensor apply(Operators ops, Tensor x);
}
