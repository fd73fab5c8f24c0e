package io.github.sam4j.cpu.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;

import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.stream;

/** A compiled {@link Elementwise}; belongs to one thread. */
public final class CompiledElementwise implements AutoCloseable {
  private final CompiledPrimitive compiled;
  private final memory from;
  private final memory to;

  CompiledElementwise(Elementwise e, stream stream, Scratchpad scratchpad) {
    OneDnn.Function function = OneDnn.function(e.activation());
    try (memory.desc desc =
            new memory.desc(new long[] {e.length()}, DataType.F32.dnnl, memory.format_tag.a);
        primitive_attr attributes = OneDnn.attributes();
        eltwise_forward.primitive_desc description =
            new eltwise_forward.primitive_desc(
                OneDnn.CPU,
                dnnl.prop_kind.forward_inference,
                function.algorithm(),
                desc,
                desc,
                function.alpha(),
                function.beta(),
                attributes,
                false);
        memory.desc scratchDesc = description.scratchpad_desc()) {
      compiled =
          new CompiledPrimitive(new eltwise_forward(description), stream, scratchpad, scratchDesc);
      from = compiled.argument(DNNL_ARG_SRC, desc);
      to = compiled.argument(DNNL_ARG_DST, desc);
    }
  }

  /** Computes it from one address to the other, which may be the same. */
  public void run(long fromAddress, long toAddress) {
    compiled.place(from, fromAddress);
    compiled.place(to, toAddress);
    compiled.run();
  }

  @Override
  public void close() {
    compiled.close();
  }
}
