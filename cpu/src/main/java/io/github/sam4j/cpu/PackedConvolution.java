package io.github.sam4j.cpu;

import io.github.sam4j.core.tensor.Convolution;
import io.github.sam4j.core.tensor.ConvolutionShape;
import io.github.sam4j.cpu.memory.Span;
import io.github.sam4j.cpu.onednn.Layout;
import org.jspecify.annotations.Nullable;

/** A packed convolution. */
sealed interface PackedConvolution extends Convolution, Packed {
  /** One that sees a single cell, as a layer over cells. */
  record Pointwise(CpuEngine engine, ConvolutionShape shape, PackedLinear layer)
      implements PackedConvolution {}

  /** Any other. */
  record Spatial(
      CpuEngine engine, ConvolutionShape shape, Layout layout, Span weights, @Nullable Span bias)
      implements PackedConvolution {}
}
