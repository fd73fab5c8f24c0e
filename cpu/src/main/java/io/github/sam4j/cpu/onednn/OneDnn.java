package io.github.sam4j.cpu.onednn;

import io.github.sam4j.core.tensor.Activation;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.jspecify.annotations.Nullable;

/** oneDNN's engine for this machine's processor, and descriptors of matrices. */
public final class OneDnn {
  static final engine CPU = new engine(engine.kind.cpu, 0);

  private OneDnn() {}

  /**
   * Loads the native library.
   *
   * @throws LinkageError if it is missing or does not run here
   */
  public static void load() {
    CPU.get_kind();
  }

  /**
   * The layout oneDNN likes best for B.
   *
   * @param m rows of A in the products to come
   */
  public static Layout layout(int m, int k, int n, DataType type) {
    try (memory.desc a = matrix(type, m, k, k, 1);
        memory.desc b = new memory.desc(new long[] {k, n}, type.dnnl, memory.format_tag.any);
        memory.desc c = matrix(DataType.F32, m, n, n, 1);
        primitive_attr attributes = attributes(1, Activation.NONE, false);
        matmul.primitive_desc product = new matmul.primitive_desc(CPU, a, b, c, attributes, false);
        memory.desc chosen = product.weights_desc()) {
      return new Layout(new memory.desc(chosen), type, product.impl_info_str().getString());
    }
  }

  /**
   * The layout oneDNN likes best for a layer's weights; some of them ask for {@link
   * Layout#isDense}.
   *
   * @param m rows of A in the products to come
   */
  public static Layout layerLayout(int m, int k, int n, DataType type) {
    Layout pointwise = type == DataType.F32 ? PointwiseConvolutions.layout(m, k, n) : null;
    return pointwise != null ? pointwise : layout(m, k, n, type);
  }

  static memory.desc matrix(
      DataType type, long rows, long columns, long rowStride, long colStride) {
    return new memory.desc(
        new long[] {rows, columns}, type.dnnl, new long[] {rowStride, colStride});
  }

  static matmul.primitive_desc describe(Product p) {
    Layout layout = p.layout();
    Product.Size size = p.size();
    Product.Strides strides = p.strides();
    Product.After after = p.after();
    memory.desc b =
        layout != null
            ? layout.desc()
            : matrix(p.a(), size.k(), size.n(), strides.bRow(), strides.bColumn());
    try (memory.desc a = matrix(p.a(), size.m(), size.k(), strides.a(), 1);
        memory.desc c = matrix(p.c(), size.m(), size.n(), strides.c(), 1);
        memory.desc bias = bias(p);
        primitive_attr attributes = attributes(after.scale(), after.activation(), after.sum())) {
      return bias != null
          ? new matmul.primitive_desc(CPU, a, b, bias, c, attributes, false)
          : new matmul.primitive_desc(CPU, a, b, c, attributes, false);
    }
  }

  static memory.@Nullable desc bias(Product p) {
    int n = p.size().n();
    return p.after().bias() ? matrix(DataType.F32, 1, n, n, 1) : null;
  }

  /** A convolution, with a bias for each output or null. */
  static convolution_forward.primitive_desc convolution(
      memory.desc from,
      memory.desc weights,
      memory.@Nullable desc bias,
      memory.desc to,
      long[] strides,
      long[] before,
      long[] after,
      primitive_attr attributes) {
    return bias != null
        ? new convolution_forward.primitive_desc(
            CPU,
            dnnl.prop_kind.forward_inference,
            dnnl.algorithm.convolution_direct,
            from,
            weights,
            bias,
            to,
            strides,
            before,
            after,
            attributes,
            false)
        : new convolution_forward.primitive_desc(
            CPU,
            dnnl.prop_kind.forward_inference,
            dnnl.algorithm.convolution_direct,
            from,
            weights,
            to,
            strides,
            before,
            after,
            attributes,
            false);
  }

  static primitive_attr attributes(float scale, Activation activation, boolean sum) {
    primitive_attr attributes = attributes();
    try (post_ops operations = new post_ops()) {
      if (scale != 1) {
        operations.append_eltwise(dnnl.algorithm.eltwise_linear, scale, 0);
      }
      if (sum) {
        operations.append_sum();
      }
      if (activation != Activation.NONE) {
        Function function = function(activation);
        operations.append_eltwise(function.algorithm(), function.alpha(), function.beta());
      }
      attributes.set_post_ops(operations);
    }
    return attributes;
  }

  /** Attributes of a primitive whose scratch memory the caller brings. */
  static primitive_attr attributes() {
    primitive_attr attributes = new primitive_attr();
    attributes.set_scratchpad_mode(dnnl.scratchpad_mode.user);
    return attributes;
  }

  /** One of oneDNN's element-wise functions. */
  record Function(dnnl.algorithm algorithm, float alpha, float beta) {}

  static Function function(Activation activation) {
    return switch (activation) {
      case NONE -> throw new IllegalArgumentException("no activation is no function");
      case RELU -> new Function(dnnl.algorithm.eltwise_relu, 0, 0);
      case RELU6 -> new Function(dnnl.algorithm.eltwise_clip, 0, 6);
      case GELU -> new Function(dnnl.algorithm.eltwise_gelu_erf, 0, 0);
      case GELU_TANH -> new Function(dnnl.algorithm.eltwise_gelu_tanh, 0, 0);
      case QUICK_GELU -> new Function(dnnl.algorithm.eltwise_swish, 1.702f, 0);
    };
  }
}
