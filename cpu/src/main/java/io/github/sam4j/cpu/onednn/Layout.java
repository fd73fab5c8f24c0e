package io.github.sam4j.cpu.onednn;

import org.bytedeco.dnnl.memory;

/**
 * The layout that oneDNN chose for the right-hand matrix of a product, or for a convolution's
 * weights. Equal only to itself: those of products are made once and shared.
 */
public final class Layout {
  private final memory.desc desc;
  private final DataType type;
  private final String implementation;
  private final long bytes;

  Layout(memory.desc desc, DataType type, String implementation) {
    this.desc = desc;
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
