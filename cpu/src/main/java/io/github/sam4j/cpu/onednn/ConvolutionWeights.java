package io.github.sam4j.cpu.onednn;

import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.ConvolutionShape;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;
import org.jspecify.annotations.Nullable;

/** Where oneDNN wants a convolution's weights. */
public final class ConvolutionWeights {
  /** Rows and columns of the result of which the layout is asked; it hardly depends on them. */
  private static final int SIDE = 16;

  private ConvolutionWeights() {}

  /** The layout oneDNN likes best for these weights. */
  public static Layout layout(ConvolutionShape shape) {
    int side = (SIDE - 1) * shape.stride() + shape.kernel();
    try (memory.desc any = desc(shape, null);
        convolution_forward.primitive_desc description =
            MapConvolution.describe(
                shape, any, side, side, 0, 0, 0, 0, SIDE, SIDE, true, Activation.NONE);
        memory.desc chosen = description.weights_desc()) {
      return new Layout(
          new memory.desc(chosen), DataType.F32, description.impl_info_str().getString());
    }
  }

  /**
   * Copies weights into a layout.
   *
   * @param from address of (outputs, inputs of a group, kernel, kernel) values
   */
  public static void pack(ConvolutionShape shape, long from, Layout layout, long to) {
    try (memory.desc plain = desc(shape, memory.format_tag.goihw);
        memory source = new memory(plain, OneDnn.CPU, new Address().to(from));
        memory target = new memory(layout.desc(), OneDnn.CPU, new Address().to(to));
        reorder copy = new reorder(source, target);
        stream stream = new stream(OneDnn.CPU)) {
      copy.execute(stream, source, target);
      stream._wait();
    }
  }

  private static memory.desc desc(ConvolutionShape shape, memory.@Nullable format_tag tag) {
    long[] dims = {
      shape.groups(),
      shape.outputs() / shape.groups(),
      shape.inputs() / shape.groups(),
      shape.kernel(),
      shape.kernel()
    };
    return new memory.desc(dims, DataType.F32.dnnl, tag == null ? memory.format_tag.any : tag);
  }
}
