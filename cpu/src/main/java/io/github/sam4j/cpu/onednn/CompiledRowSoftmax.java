package io.github.sam4j.cpu.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;

import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.softmax_forward;
import org.bytedeco.dnnl.stream;

/** A compiled {@link RowSoftmax}; belongs to one thread. */
public final class CompiledRowSoftmax implements AutoCloseable {
  private final CompiledPrimitive compiled;
  private final memory matrix;

  CompiledRowSoftmax(RowSoftmax s, stream stream, Scratchpad scratchpad) {
    try (memory.desc desc = OneDnn.matrix(DataType.F32, s.rows(), s.columns(), s.columns(), 1);
        primitive_attr attributes = OneDnn.attributes();
        softmax_forward.primitive_desc description =
            new softmax_forward.primitive_desc(
                OneDnn.CPU,
                dnnl.prop_kind.forward_inference,
                dnnl.algorithm.softmax_accurate,
                desc,
                desc,
                1,
                attributes,
                false);
        memory.desc scratchDesc = description.scratchpad_desc()) {
      compiled =
          new CompiledPrimitive(new softmax_forward(description), stream, scratchpad, scratchDesc);
      matrix = compiled.argument(DNNL_ARG_SRC, desc);
      compiled.alias(DNNL_ARG_DST, matrix);
    }
  }

  /** Replaces the matrix at this address by its softmax. */
  public void run(long address) {
    compiled.place(matrix, address);
    compiled.run();
  }

  @Override
  public void close() {
    compiled.close();
  }
}
