package io.github.sam4j.cpu.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.stream;
import org.jspecify.annotations.Nullable;

/** A compiled {@link Product}; belongs to one thread. */
public final class MatrixProduct implements AutoCloseable {
  private final Compiled compiled;
  private final memory a;
  private final memory b;
  private final memory c;
  private final @Nullable memory bias;
  private final boolean reference;

  MatrixProduct(Product product, stream stream, Scratchpad scratchpad) {
    try (matmul.primitive_desc description = OneDnn.describe(product);
        memory.desc aDesc = description.src_desc();
        memory.desc bDesc = description.weights_desc();
        memory.desc cDesc = description.dst_desc();
        memory.desc scratchDesc = description.scratchpad_desc();
        memory.desc biasDesc = OneDnn.bias(product)) {
      reference = description.impl_info_str().getString().startsWith("ref");
      compiled = new Compiled(new matmul(description), stream, scratchpad, scratchDesc);
      a = compiled.argument(DNNL_ARG_SRC, aDesc);
      b = compiled.argument(DNNL_ARG_WEIGHTS, bDesc);
      c = compiled.argument(DNNL_ARG_DST, cDesc);
      bias = biasDesc == null ? null : compiled.argument(DNNL_ARG_BIAS, biasDesc);
    }
  }

  /** Whether oneDNN has only its reference implementation for it, a hundred times as slow. */
  public boolean isReference() {
    return reference;
  }

  /** Computes it for the matrices at these addresses; an address of 0 is for what it has not. */
  public void run(long aAddress, long bAddress, long biasAddress, long cAddress) {
    compiled.place(a, aAddress);
    compiled.place(b, bAddress);
    compiled.place(c, cAddress);
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
