package io.github.sam4j.nd4j;

import io.github.sam4j.core.tensor.Convolution;
import io.github.sam4j.core.tensor.ConvolutionShape;
import io.github.sam4j.core.tensor.PackedLayer;
import io.github.sam4j.core.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A convolution.
 *
 * @param owner stands for the engine that packed it
 * @param weight (outputs, kernel x kernel x inputs of a group), or (kernel x kernel, channels) when
 *     depthwise
 * @param bias (outputs), or null
 */
record PackedConvolution(Object owner, ConvolutionShape shape, Tensor weight, @Nullable Tensor bias)
    implements Convolution, PackedLayer {}
