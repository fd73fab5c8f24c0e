package io.github.sam4j.cpu.onednn;

import org.bytedeco.dnnl.memory;

/** Number formats of matrices. */
public enum DataType {
  /** IEEE single. */
  F32(memory.data_type.f32, 4),
  /** Its upper half. */
  BF16(memory.data_type.bf16, 2);

  final memory.data_type dnnl;
  private final int bytes;

  DataType(memory.data_type dnnl, int bytes) {
    this.dnnl = dnnl;
    this.bytes = bytes;
  }

  /** Bytes of one value. */
  public int bytes() {
    return bytes;
  }
}
