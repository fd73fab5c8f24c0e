package io.github.sam4j.cpu.packed;

import io.github.sam4j.core.tensor.PackedLayer;
import io.github.sam4j.core.tensor.TransposedConvolution;

/**
 * A transposed convolution as two layers, one for the upper and one for the lower row of the 2 x 2
 * values that each input becomes; each gives the left and right value next to each other.
 */
public record PackedTransposedConvolution(
    Object owner, int inputs, int outputs, PackedLinear upper, PackedLinear lower)
    implements TransposedConvolution, PackedLayer {}
