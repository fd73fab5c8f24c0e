package io.github.sam4j.cpu.work;

import io.github.sam4j.core.tensor.Precision;
import io.github.sam4j.cpu.kernel.Kernels;
import io.github.sam4j.cpu.packed.MatrixPacker;
import io.github.sam4j.cpu.parallel.Workers;

/**
 * What all callers of an engine share.
 *
 * @param kernels the loops between matrix products
 * @param workers the threads
 * @param packer of matrices, which knows the layouts they are best packed in
 * @param precision of the engine
 */
public record Machine(Kernels kernels, Workers workers, MatrixPacker packer, Precision precision) {
  /** Whether the kernels that exist for vectors only can be used too. */
  public boolean onVectors() {
    return kernels.lanes() > 1;
  }
}
