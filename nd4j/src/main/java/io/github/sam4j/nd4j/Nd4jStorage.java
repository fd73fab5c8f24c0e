package io.github.sam4j.nd4j;

import io.github.sam4j.core.tensor.Storage;
import io.github.sam4j.core.tensor.Tensor;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A block that ND4J holds, outside the Java heap. */
final class Nd4jStorage extends Storage {
  /** The longest block, in floats: what one buffer can show. */
  static final long MAX_LENGTH = Integer.MAX_VALUE / Float.BYTES;

  private final INDArray flat;
  private final FloatBuffer floats;

  private Nd4jStorage(INDArray flat) {
    super(flat.length());
    this.flat = flat;
    Pointer start = flat.data().addressPointer();
    long from = Float.BYTES * flat.offset();
    floats =
        new BytePointer(start)
            .position(from)
            .limit(from + Float.BYTES * flat.length())
            .asByteBuffer()
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
  }

  /** A new block with undefined contents. */
  static Nd4jStorage allocate(long length) {
    if (length < 1 || length > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "a block must have 1 to %d floats, asked for %d".formatted(MAX_LENGTH, length));
    }
    return new Nd4jStorage(Nd4j.createUninitialized(DataType.FLOAT, new long[] {length}, 'c'));
  }

  /** Around a contiguous row-major array that this object now owns. */
  static Nd4jStorage adopt(INDArray array) {
    return new Nd4jStorage(array);
  }

  /**
   * Of a tensor.
   *
   * @throws IllegalArgumentException if another engine holds its memory
   */
  static Nd4jStorage of(Tensor tensor) {
    if (tensor.storage() instanceof Nd4jStorage mine) {
      return mine;
    }
    throw new IllegalArgumentException(
        "expected memory that ND4J holds, found %s in another engine's".formatted(tensor));
  }

  INDArray array() {
    return flat;
  }

  @Override
  public void read(long at, float[] to, int from, int count) {
    floats.get(Math.toIntExact(at), to, from, count);
  }

  @Override
  public void write(long at, float[] from, int first, int count) {
    floats.put(Math.toIntExact(at), from, first, count);
  }

  @Override
  public void close() {
    if (flat.closeable() && !flat.wasClosed()) {
      flat.close();
    }
  }
}
