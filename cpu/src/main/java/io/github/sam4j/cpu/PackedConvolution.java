package io.github.sam4j.cpu;

import io.github.sam4j.core.tensor.Convolution;
import io.github.sam4j.core.tensor.ConvolutionShape;
import io.github.sam4j.cpu.memory.Span;

/** A packed convolution: dense, as a layer over patches, or depthwise. */
sealed interface PackedConvolution extends Convolution, Packed {
  /**
   * Every output from every input.
   *
   * @param layer over patches of kernel x kernel x inputs values
   */
  record Dense(CpuEngine engine, ConvolutionShape shape, PackedLinear layer)
      implements PackedConvolution {}

  /**
   * Each channel by itself.
   *
   * @param weights kernel x kernel x channels
   * @param bias of each channel, zeros for none
   */
  record Depthwise(CpuEngine engine, ConvolutionShape shape, Span weights, Span bias)
      implements PackedConvolution {}
}
