package io.github.sam4j.cpu.onednn;

import io.github.sam4j.core.tensor.ConvolutionShape;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;

/** A convolution's weights as their file has them, and copied to where oneDNN wants them. */
public final class ConvolutionWeights {
  private ConvolutionWeights() {}

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

  static memory.desc desc(ConvolutionShape shape, memory.format_tag tag) {
    long[] dims = {
      shape.groups(),
      shape.outputs() / shape.groups(),
      shape.inputs() / shape.groups(),
      shape.kernel(),
      shape.kernel()
    };
    return new memory.desc(dims, DataType.F32.dnnl, tag);
  }
}
