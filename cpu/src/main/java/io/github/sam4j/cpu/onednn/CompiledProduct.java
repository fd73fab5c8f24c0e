package io.github.sam4j.cpu.onednn;

import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.stream;

/** A compiled {@link Product}; belongs to one thread. */
public final class CompiledProduct implements AutoCloseable {
  private final LayerArguments arguments;
  private final boolean reference;

  CompiledProduct(Product product, stream stream, Scratchpad scratchpad) {
    try (matmul.primitive_desc description = OneDnn.describe(product);
        memory.desc aDesc = description.src_desc();
        memory.desc bDesc = description.weights_desc();
        memory.desc cDesc = description.dst_desc();
        memory.desc scratchDesc = description.scratchpad_desc();
        memory.desc biasDesc = OneDnn.bias(product)) {
      reference = description.impl_info_str().getString().startsWith("ref");
      CompiledPrimitive compiled =
          new CompiledPrimitive(new matmul(description), stream, scratchpad, scratchDesc);
      arguments = new LayerArguments(compiled, aDesc, bDesc, biasDesc, cDesc);
    }
  }

  /** Whether oneDNN has only its reference implementation for it, a hundred times as slow. */
  public boolean isReference() {
    return reference;
  }

  /** Computes it for the matrices at these addresses; an address of 0 is for what it has not. */
  public void run(long aAddress, long bAddress, long biasAddress, long cAddress) {
    arguments.run(aAddress, bAddress, biasAddress, cAddress);
  }

  @Override
  public void close() {
    arguments.close();
  }
}
