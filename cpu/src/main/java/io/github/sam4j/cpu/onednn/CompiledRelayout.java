package io.github.sam4j.cpu.onednn;

import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;

/** A compiled {@link Relayout}; belongs to one thread. */
public final class CompiledRelayout implements AutoCloseable {
  private final stream stream;
  private final reorder primitive;
  private final memory from;
  private final memory to;
  private final Address address = new Address();

  CompiledRelayout(Relayout r, stream stream) {
    this.stream = stream;
    from = memory(r, r.before(), DataType.F32);
    to = memory(r, r.after(), r.type());
    primitive = new reorder(from, to);
  }

  private static memory memory(Relayout r, Relayout.Placement placement, DataType type) {
    Layout packed = placement.packed();
    if (packed != null) {
      return new memory(packed.desc(), OneDnn.CPU, new Address());
    }
    try (memory.desc desc =
        OneDnn.matrix(
            type, r.rows(), r.columns(), placement.rowStride(), placement.columnStride())) {
      return new memory(desc, OneDnn.CPU, new Address());
    }
  }

  /** Copies the matrix at one address to the other. */
  public void run(long fromAddress, long toAddress) {
    from.set_data_handle(address.to(fromAddress));
    to.set_data_handle(address.to(toAddress));
    primitive.execute(stream, from, to);
    stream._wait();
  }

  @Override
  public void close() {
    primitive.close();
    from.close();
    to.close();
  }
}
