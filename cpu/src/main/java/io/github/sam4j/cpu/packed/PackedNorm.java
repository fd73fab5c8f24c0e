package io.github.sam4j.cpu.packed;

import io.github.sam4j.core.tensor.Norm;
import io.github.sam4j.core.tensor.PackedLayer;
import io.github.sam4j.cpu.kernel.Kernels;
import io.github.sam4j.cpu.memory.Block;
import io.github.sam4j.cpu.memory.Span;
import io.github.sam4j.cpu.onednn.RowNorm;
import io.github.sam4j.cpu.parallel.Worker;

/** A layer norm's parameters in native memory. */
public record PackedNorm(Object owner, int width, float epsilon, Span gain, Span bias)
    implements Norm, PackedLayer {

  /** Normalises so many adjacent rows at one address to the other, which may be the same. */
  public void rows(Worker worker, int count, long from, long to) {
    RowNorm norm = new RowNorm(count, width, epsilon);
    worker.primitives().norm(norm).run(from, gain.address(), bias.address(), to);
  }

  /** target = norm(target + source), for one row. */
  public void addedRow(Kernels kernels, Block source, int from, Block target, int to) {
    kernels.addedNorm(source, from, target, to, width, gain, bias, epsilon);
  }
}
