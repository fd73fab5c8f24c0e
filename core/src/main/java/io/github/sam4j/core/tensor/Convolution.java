package io.github.sam4j.core.tensor;

/** A packed convolution; made by {@link Engine#convolution}. */
public interface Convolution {
  /** Its geometry. */
  ConvolutionShape shape();
}
