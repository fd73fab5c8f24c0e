package io.github.sam4j.cpu.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCRATCHPAD;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.stream;
import org.jspecify.annotations.Nullable;

/** A primitive with its arguments, whose places are told anew for each run; of one thread. */
public final class CompiledPrimitive implements AutoCloseable {
  private final primitive primitive;
  private final stream stream;
  private final Scratchpad scratchpad;
  private final long scratchBytes;
  private final @Nullable memory scratch;
  private final Address address = new Address();
  private final IntMemoryMap arguments = new IntMemoryMap();
  private final List<memory> memories = new ArrayList<>();

  /** A primitive that needs scratch memory of this kind. */
  CompiledPrimitive(
      primitive primitive, stream stream, Scratchpad scratchpad, memory.desc scratchDesc) {
    this.primitive = primitive;
    this.stream = stream;
    this.scratchpad = scratchpad;
    scratchBytes = scratchDesc.get_size();
    scratch = scratchBytes == 0 ? null : argument(DNNL_ARG_SCRATCHPAD, scratchDesc);
  }

  /** Declares an argument; returns what {@link #place} takes. */
  memory argument(int name, memory.desc desc) {
    memory made = new memory(desc, OneDnn.CPU, new Address());
    memories.add(made);
    arguments.put(name, made);
    return made;
  }

  /** Declares a further name for an argument. */
  void alias(int name, memory argument) {
    arguments.put(name, argument);
  }

  /** Says where an argument lies. */
  void place(memory argument, long at) {
    argument.set_data_handle(address.to(at));
  }

  void run() {
    if (scratch != null) {
      place(scratch, scratchpad.address(scratchBytes));
    }
    primitive.execute(stream, arguments);
    stream._wait();
  }

  @Override
  public void close() {
    arguments.close();
    primitive.close();
    memories.forEach(memory::close);
  }
}
