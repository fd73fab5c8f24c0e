package io.github.sam4j.cpu.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCALE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;

import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.layer_normalization_forward;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.stream;

/** A compiled {@link RowNorm}; belongs to one thread. */
public final class CompiledRowNorm implements AutoCloseable {
  private static final int GAIN_AND_BIAS =
      dnnl.normalization_flags.use_scale.value | dnnl.normalization_flags.use_shift.value;

  private final CompiledPrimitive compiled;
  private final memory from;
  private final memory to;
  private final memory gain;
  private final memory bias;

  CompiledRowNorm(RowNorm n, stream stream, Scratchpad scratchpad) {
    try (memory.desc desc = OneDnn.matrix(DataType.F32, n.rows(), n.columns(), n.columns(), 1);
        memory.desc row =
            new memory.desc(new long[] {n.columns()}, DataType.F32.dnnl, new long[] {1});
        primitive_attr attributes = OneDnn.attributes();
        layer_normalization_forward.primitive_desc description =
            new layer_normalization_forward.primitive_desc(
                OneDnn.CPU,
                dnnl.prop_kind.forward_inference.value,
                desc,
                desc,
                n.epsilon(),
                GAIN_AND_BIAS,
                attributes,
                false);
        memory.desc scratchDesc = description.scratchpad_desc()) {
      compiled =
          new CompiledPrimitive(
              new layer_normalization_forward(description), stream, scratchpad, scratchDesc);
      from = compiled.argument(DNNL_ARG_SRC, desc);
      to = compiled.argument(DNNL_ARG_DST, desc);
      gain = compiled.argument(DNNL_ARG_SCALE, row);
      bias = compiled.argument(DNNL_ARG_SHIFT, row);
    }
  }

  /** Writes the norm of the matrix at one address to the other, which may be the same. */
  public void run(long fromAddress, long gainAddress, long biasAddress, long toAddress) {
    compiled.place(from, fromAddress);
    compiled.place(gain, gainAddress);
    compiled.place(bias, biasAddress);
    compiled.place(to, toAddress);
    compiled.run();
  }

  @Override
  public void close() {
    compiled.close();
  }
}
