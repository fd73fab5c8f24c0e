package io.github.sam4j.cpu.onednn;

import io.github.sam4j.core.tensor.Activation;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;
import org.jspecify.annotations.Nullable;

/**
 * Products with a layer's weights as convolutions of kernel 1 over a single row of pixels. On
 * processors with AVX2 alone, oneDNN's convolutions reach the processor's rate of multiplications
 * where its matrix products reach two thirds of it.
 */
final class PointwiseConvolutions {
  /** The implementation that is faster than a product's. */
  private static final String FASTER = "brgconv_1x1:avx2";

  /** With more inputs it falls behind, as it does not cut them into blocks. */
  private static final int MOST_INPUTS = 2304;

  /** Rows this many floats apart, or a multiple, all fall into one set of the cache. */
  private static final int COLLIDING = 1024;

  private PointwiseConvolutions() {}

  /**
   * The layout of weights for such a convolution, or null where a product is faster.
   *
   * @param m rows of A in the products to come
   */
  static @Nullable Layout layout(int m, int k, int n) {
    if (k > MOST_INPUTS || k % COLLIDING == 0) {
      return null;
    }
    Product.After after = new Product.After(true, 1, Activation.NONE, false);
    try (convolution_forward.primitive_desc description =
        describe(new Product.Size(m, k, n), after)) {
      Layout layout = layout(description, k, n);
      return layout.implementation().equals(FASTER) ? layout : null;
    }
  }

  /** The layout that a convolution chose. */
  static Layout layout(convolution_forward.primitive_desc description, int k, int n) {
    memory.desc kernel = new memory.desc(description.weights_desc());
    try (memory.desc flat = kernel.reshape(new long[] {n, k})) {
      return new Layout(
          flat.permute_axes(new int[] {1, 0}),
          kernel,
          DataType.F32,
          description.impl_info_str().getString());
    }
  }

  /** A product whose rows lie one after the other; it chooses the layout of its weights. */
  static convolution_forward.primitive_desc describe(Product.Size size, Product.After after) {
    long[] one = {1, 1};
    long[] none = {0, 0};
    try (memory.desc a = pixels(size.m(), size.k());
        memory.desc weights =
            new memory.desc(
                new long[] {size.n(), size.k(), 1, 1}, DataType.F32.dnnl, memory.format_tag.any);
        memory.desc c = pixels(size.m(), size.n());
        memory.desc bias =
            new memory.desc(new long[] {size.n()}, DataType.F32.dnnl, memory.format_tag.a);
        primitive_attr attributes =
            OneDnn.attributes(after.scale(), after.activation(), after.sum())) {
      return OneDnn.convolution(
          a, weights, after.bias() ? bias : null, c, one, none, none, attributes);
    }
  }

  private static memory.desc pixels(int count, int channels) {
    return new memory.desc(
        new long[] {1, channels, 1, count}, DataType.F32.dnnl, memory.format_tag.nhwc);
  }
}
