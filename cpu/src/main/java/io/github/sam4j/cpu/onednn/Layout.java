package io.github.sam4j.cpu.onednn;

import java.util.Objects;
import org.bytedeco.dnnl.memory;
import org.jspecify.annotations.Nullable;

/**
 * The layout that oneDNN chose for the right-hand matrix of a product, or for a convolution's
 * weights. Equal only to itself: those of products are made once and shared.
 */
public final class Layout {
  private final memory.desc desc;
  private final memory.@Nullable desc kernel;
  private final DataType type;
  private final String implementation;
  private final long bytes;

  Layout(memory.desc desc, DataType type, String implementation) {
    this(desc, null, type, implementation);
  }

  /** A layout of the right-hand matrix that is a convolution's kernel as well. */
  Layout(memory.desc desc, memory.@Nullable desc kernel, DataType type, String implementation) {
    this.desc = desc;
    this.kernel = kernel;
    this.type = type;
    this.implementation = implementation;
    this.bytes = desc.get_size();
  }

  /** Whether what is packed in one is packed in the other. */
  public boolean same(Layout other) {
    return this == other || desc.equals(other.desc);
  }

  memory.desc desc() {
    return desc;
  }

  /** The same as a convolution's kernel of side 1, for a dense layout. */
  memory.desc kernel() {
    return Objects.requireNonNull(kernel);
  }

  /** Whether products with it take and give rows that lie one after the other. */
  public boolean isDense() {
    return kernel != null;
  }

  /** Its number format. */
  public DataType type() {
    return type;
  }

  /** The name of oneDNN's implementation that asked for it. */
  public String implementation() {
    return implementation;
  }

  /** Floats of memory that a matrix in this layout takes. */
  public long floats() {
    return (bytes + 3) / 4;
  }
}
