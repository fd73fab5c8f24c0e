package io.github.sam4j.cpu.memory;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/**
 * A storage's memory in the forms that kernels use.
 *
 * @param address of the first float, for native code
 * @param floats for single values
 * @param bits the same as integers
 * @param memory for vectors, see {@link VectorMemory}
 */
public record Block(long address, FloatBuffer floats, IntBuffer bits, Object memory) {
  /** Of a direct buffer's memory. */
  static Block of(long address, ByteBuffer bytes) {
    return new Block(address, bytes.asFloatBuffer(), bytes.asIntBuffer(), VectorMemory.of(bytes));
  }

  /** Address of one float. */
  public long address(int index) {
    return address + 4L * index;
  }
}
