package io.github.sam4j.cpu.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCRATCHPAD;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.stream;
import org.jspecify.annotations.Nullable;

/** A compiled {@link Product}; belongs to one thread. */
public final class MatrixProduct implements AutoCloseable {
  private final stream stream;
  private final Scratchpad scratchpad;
  private final matmul primitive;
  private final memory a;
  private final memory b;
  private final memory c;
  private final @Nullable memory bias;
  private final @Nullable memory scratch;
  private final long scratchBytes;
  private final Address address = new Address();
  private final IntMemoryMap arguments = new IntMemoryMap();

  MatrixProduct(Product product, stream stream, Scratchpad scratchpad) {
    this.stream = stream;
    this.scratchpad = scratchpad;
    try (matmul.primitive_desc description = OneDnn.describe(product);
        memory.desc aDesc = description.src_desc();
        memory.desc bDesc = description.weights_desc();
        memory.desc cDesc = description.dst_desc();
        memory.desc scratchDesc = description.scratchpad_desc();
        memory.desc biasDesc = OneDnn.bias(product)) {
      primitive = new matmul(description);
      a = memory(aDesc);
      b = memory(bDesc);
      c = memory(cDesc);
      bias = biasDesc == null ? null : memory(biasDesc);
      scratchBytes = scratchDesc.get_size();
      scratch = scratchBytes == 0 ? null : memory(scratchDesc);
    }
    arguments.put(DNNL_ARG_SRC, a);
    arguments.put(DNNL_ARG_WEIGHTS, b);
    arguments.put(DNNL_ARG_DST, c);
    if (bias != null) {
      arguments.put(DNNL_ARG_BIAS, bias);
    }
    if (scratch != null) {
      arguments.put(DNNL_ARG_SCRATCHPAD, scratch);
    }
  }

  /** Computes it for the matrices at these addresses; an address of 0 is for what it has not. */
  public void run(long aAddress, long bAddress, long biasAddress, long cAddress) {
    a.set_data_handle(address.to(aAddress));
    b.set_data_handle(address.to(bAddress));
    c.set_data_handle(address.to(cAddress));
    if (bias != null) {
      bias.set_data_handle(address.to(biasAddress));
    }
    if (scratch != null) {
      scratch.set_data_handle(address.to(scratchpad.address(scratchBytes)));
    }
    primitive.execute(stream, arguments);
    stream._wait();
  }

  private static memory memory(memory.desc desc) {
    return new memory(desc, OneDnn.CPU, new Address());
  }

  @Override
  public void close() {
    arguments.close();
    primitive.close();
    a.close();
    b.close();
    c.close();
    if (bias != null) {
      bias.close();
    }
    if (scratch != null) {
      scratch.close();
    }
  }
}
