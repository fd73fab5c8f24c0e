package io.github.sam4j.core.tensor;

/**
 * A packed transposed convolution of kernel 2 and stride 2; made by {@link
 * Engine#transposedConvolution}.
 */
public interface TransposedConvolution {
  /** Input channels. */
  int inputs();

  /** Output channels. */
  int outputs();
}
