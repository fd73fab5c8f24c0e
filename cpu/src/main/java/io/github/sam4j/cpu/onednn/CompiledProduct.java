package io.github.sam4j.cpu.onednn;

import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.stream;
import org.jspecify.annotations.Nullable;

/** A compiled {@link Product}; belongs to one thread. */
public final class CompiledProduct implements AutoCloseable {
  private final LayerArguments arguments;
  private final boolean reference;
  private final @Nullable Layout layout;

  CompiledProduct(Product product, stream stream, Scratchpad scratchpad) {
    Layout packed = product.layout();
    if (packed != null && packed.isDense()) {
      try (convolution_forward.primitive_desc description =
              PointwiseConvolutions.describe(product.size(), product.after());
          memory.desc aDesc = description.src_desc();
          memory.desc cDesc = description.dst_desc();
          memory.desc scratchDesc = description.scratchpad_desc();
          memory.desc biasDesc = product.after().bias() ? description.bias_desc() : null) {
        Layout chosen =
            PointwiseConvolutions.layout(description, product.size().k(), product.size().n());
        layout = chosen.same(packed) ? packed : chosen;
        reference = isReference(chosen.implementation());
        CompiledPrimitive compiled =
            new CompiledPrimitive(
                new convolution_forward(description), stream, scratchpad, scratchDesc);
        arguments = new LayerArguments(compiled, aDesc, chosen.kernel(), biasDesc, cDesc);
      }
      return;
    }
    layout = packed;
    try (matmul.primitive_desc description = OneDnn.describe(product);
        memory.desc aDesc = description.src_desc();
        memory.desc bDesc = description.weights_desc();
        memory.desc cDesc = description.dst_desc();
        memory.desc scratchDesc = description.scratchpad_desc();
        memory.desc biasDesc = OneDnn.bias(product)) {
      reference = isReference(description.impl_info_str().getString());
      CompiledPrimitive compiled =
          new CompiledPrimitive(new matmul(description), stream, scratchpad, scratchDesc);
      arguments = new LayerArguments(compiled, aDesc, bDesc, biasDesc, cDesc);
    }
  }

  private static boolean isReference(String implementation) {
    return implementation.startsWith("ref");
  }

  /**
   * How B must be packed: as the product says, or in another {@linkplain Layout#isDense dense} way
   * that suits its number of rows. Null if B is not packed.
   */
  public @Nullable Layout layout() {
    return layout;
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
