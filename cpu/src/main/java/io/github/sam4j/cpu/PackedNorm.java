package io.github.sam4j.cpu;

import io.github.sam4j.core.tensor.Norm;
import io.github.sam4j.cpu.memory.Block;
import io.github.sam4j.cpu.memory.Span;
import io.github.sam4j.cpu.vector.LayerNorms;

/** A layer norm's parameters in native memory. */
record PackedNorm(CpuEngine engine, int width, float epsilon, Span gain, Span bias)
    implements Norm, Packed {

  /** Normalises one row; source and target may be the same. */
  void row(Block source, int from, Block target, int to) {
    LayerNorms.row(
        source,
        from,
        target,
        to,
        width,
        gain.block(),
        gain.offset(),
        bias.block(),
        bias.offset(),
        epsilon);
  }

  /** target = norm(target + source), for one row. */
  void addedRow(Block source, int from, Block target, int to) {
    LayerNorms.addedRow(
        source,
        from,
        target,
        to,
        width,
        gain.block(),
        gain.offset(),
        bias.block(),
        bias.offset(),
        epsilon);
  }
}
