package io.github.sam4j.cpu.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.ConvolutionShape;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.stream;
import org.jspecify.annotations.Nullable;

/** A compiled {@link RowConvolution}; belongs to one thread. */
public final class MapConvolution implements AutoCloseable {
  private final Compiled compiled;
  private final memory from;
  private final memory weights;
  private final memory to;
  private final @Nullable memory bias;

  MapConvolution(RowConvolution c, stream stream, Scratchpad scratchpad) {
    try (convolution_forward.primitive_desc description =
            describe(
                c.shape(),
                c.weights().desc(),
                c.rows(),
                c.columns(),
                c.above(),
                c.shape().padding(),
                c.below(),
                c.right(),
                c.outRows(),
                c.outColumns(),
                c.bias(),
                c.activation());
        memory.desc fromDesc = description.src_desc();
        memory.desc toDesc = description.dst_desc();
        memory.desc scratchDesc = description.scratchpad_desc()) {
      compiled =
          new Compiled(new convolution_forward(description), stream, scratchpad, scratchDesc);
      from = compiled.argument(DNNL_ARG_SRC, fromDesc);
      weights = compiled.argument(DNNL_ARG_WEIGHTS, c.weights().desc());
      to = compiled.argument(DNNL_ARG_DST, toDesc);
      if (c.bias()) {
        try (memory.desc biasDesc = description.bias_desc()) {
          bias = compiled.argument(DNNL_ARG_BIAS, biasDesc);
        }
      } else {
        bias = null;
      }
    }
  }

  static convolution_forward.primitive_desc describe(
      ConvolutionShape shape,
      memory.desc weights,
      int rows,
      int columns,
      int above,
      int left,
      int below,
      int right,
      int outRows,
      int outColumns,
      boolean bias,
      Activation activation) {
    long[] strides = {shape.stride(), shape.stride()};
    long[] before = {above, left};
    long[] after = {below, right};
    try (memory.desc from = map(shape.inputs(), rows, columns);
        memory.desc to = map(shape.outputs(), outRows, outColumns);
        memory.desc biasDesc =
            new memory.desc(new long[] {shape.outputs()}, DataType.F32.dnnl, memory.format_tag.a);
        primitive_attr attributes = OneDnn.attributes(1, activation, false)) {
      return bias
          ? new convolution_forward.primitive_desc(
              OneDnn.CPU,
              dnnl.prop_kind.forward_inference,
              dnnl.algorithm.convolution_direct,
              from,
              weights,
              biasDesc,
              to,
              strides,
              before,
              after,
              attributes,
              false)
          : new convolution_forward.primitive_desc(
              OneDnn.CPU,
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
  }

  private static memory.desc map(int channels, int rows, int columns) {
    return new memory.desc(
        new long[] {1, channels, rows, columns}, DataType.F32.dnnl, memory.format_tag.nhwc);
  }

  /** Computes it for what lies at these addresses; without a bias its address means nothing. */
  public void run(long fromAddress, long weightsAddress, long biasAddress, long toAddress) {
    compiled.place(from, fromAddress);
    compiled.place(weights, weightsAddress);
    compiled.place(to, toAddress);
    if (bias != null) {
      compiled.place(bias, biasAddress);
    }
    compiled.run();
  }

  @Override
  public void close() {
    compiled.close();
  }
}
