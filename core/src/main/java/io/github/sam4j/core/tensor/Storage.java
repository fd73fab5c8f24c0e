package io.github.sam4j.core.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A block of float32 memory outside the Java heap, held by ND4J. Closing frees it at once; nothing
 * waits for the garbage collector.
 */
public final class Storage implements AutoCloseable {
  /** The longest block, in floats: what one {@link ByteBuffer} can show. */
  public static final long MAX_LENGTH = (Integer.MAX_VALUE - 64) / 4;

  private final INDArray flat;
  private final boolean owned;
  private final long length;

  private Storage(INDArray flat, boolean owned) {
    this.flat = flat;
    this.owned = owned;
    this.length = flat.length();
  }

  /** A new block with undefined contents. */
  public static Storage allocate(long length) {
    if (length < 1 || length > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "a block must have 1 to %d floats, asked for %d".formatted(MAX_LENGTH, length));
    }
    return new Storage(Nd4j.createUninitialized(DataType.FLOAT, new long[] {length}, 'c'), true);
  }

  /** Around a contiguous row-major array that this object now owns. */
  static Storage adopt(INDArray array) {
    return new Storage(array, true);
  }

  /** Floats in it. */
  public long length() {
    return length;
  }

  /** Address of the first float in the machine's memory; CPU backend only. */
  public long address() {
    return flat.data().addressPointer().address() + 4 * flat.offset();
  }

  /** All of it as bytes in native order. The buffer does not keep the memory alive. */
  public ByteBuffer bytes() {
    Pointer start = flat.data().addressPointer();
    BytePointer bytes = new BytePointer(start);
    long from = 4 * flat.offset();
    return bytes
        .position(from)
        .limit(from + 4 * length)
        .asByteBuffer()
        .order(ByteOrder.nativeOrder());
  }

  /** All of it as floats. The buffer does not keep the memory alive. */
  public FloatBuffer floats() {
    return bytes().asFloatBuffer();
  }

  INDArray array() {
    return flat;
  }

  @Override
  public void close() {
    if (owned && flat.closeable() && !flat.wasClosed()) {
      flat.close();
    }
  }
}
