package io.github.sam4j.cpu.onednn;

import io.github.sam4j.core.tensor.ConvolutionShape;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.stream;

/** A compiled {@link RowConvolution}; belongs to one thread. */
public final class CompiledRowConvolution implements AutoCloseable {
  private final LayerArguments arguments;
  private final Layout layout;

  CompiledRowConvolution(RowConvolution c, stream stream, Scratchpad scratchpad) {
    try (convolution_forward.primitive_desc description = describe(c);
        memory.desc fromDesc = description.src_desc();
        memory.desc toDesc = description.dst_desc();
        memory.desc biasDesc = c.bias() ? description.bias_desc() : null;
        memory.desc scratchDesc = description.scratchpad_desc()) {
      layout =
          new Layout(
              description.weights_desc(), DataType.F32, description.impl_info_str().getString());
      CompiledPrimitive compiled =
          new CompiledPrimitive(
              new convolution_forward(description), stream, scratchpad, scratchDesc);
      arguments = new LayerArguments(compiled, fromDesc, layout.desc(), biasDesc, toDesc);
    }
  }

  private static convolution_forward.primitive_desc describe(RowConvolution c) {
    ConvolutionShape shape = c.shape();
    long[] strides = {shape.stride(), shape.stride()};
    long[] before = {c.above(), shape.padding()};
    long[] after = {c.below(), c.right()};
    try (memory.desc from = map(shape.inputs(), c.rows(), c.columns());
        memory.desc weights = ConvolutionWeights.desc(shape, memory.format_tag.any);
        memory.desc to = map(shape.outputs(), c.outRows(), c.outColumns());
        memory.desc biasDesc =
            new memory.desc(new long[] {shape.outputs()}, DataType.F32.dnnl, memory.format_tag.a);
        primitive_attr attributes = OneDnn.attributes(1, c.activation(), false)) {
      return OneDnn.convolution(
          from, weights, c.bias() ? biasDesc : null, to, strides, before, after, attributes);
    }
  }

  private static memory.desc map(int channels, int rows, int columns) {
    return new memory.desc(
        new long[] {1, channels, rows, columns}, DataType.F32.dnnl, memory.format_tag.nhwc);
  }

  /** Where its weights have to lie; hardly any two slices of a map differ in it. */
  public Layout weights() {
    return layout;
  }

  /** Computes it for what lies at these addresses; without a bias its address means nothing. */
  public void run(long fromAddress, long weightsAddress, long biasAddress, long toAddress) {
    arguments.run(fromAddress, weightsAddress, biasAddress, toAddress);
  }

  @Override
  public void close() {
    arguments.close();
  }
}
