package io.github.sam4j.cpu.memory;

import io.github.sam4j.core.tensor.Storage;
import io.github.sam4j.core.tensor.Tensor;
import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/** A block of the machine's memory outside the Java heap, on a cache line's boundary. */
public final class NativeStorage extends Storage {
  /** The longest block, in floats: what one buffer can show. */
  public static final long MAX_LENGTH = (Integer.MAX_VALUE - 64) / Float.BYTES;

  /** What a block's address is a multiple of, in bytes: a cache line. */
  public static final int ALIGNMENT = 64;

  /** Frees what nobody closed. */
  private static final Cleaner CLEANER = Cleaner.create();

  private final Block block;
  private final Cleaner.Cleanable memory;
  private volatile boolean closed;

  private NativeStorage(long length, Pointer memory) {
    super(length);
    long lead = -memory.address() & (ALIGNMENT - 1);
    ByteBuffer bytes =
        new BytePointer(memory)
            .position(lead)
            .limit(lead + Float.BYTES * length)
            .asByteBuffer()
            .slice()
            .order(ByteOrder.nativeOrder());
    block = Block.of(memory.address() + lead, bytes);
    // The block's, not this object's: kernels hold on to it alone. Not the buffer's: segments and
    // views made of it do not keep it in every JDK.
    this.memory = CLEANER.register(block, () -> Pointer.free(memory));
  }

  /** A new block with undefined contents. */
  public static NativeStorage allocate(long length) {
    if (length < 1 || length > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "a block must have 1 to %d floats, asked for %d".formatted(MAX_LENGTH, length));
    }
    long bytes = Float.BYTES * length + ALIGNMENT;
    // Not counted by JavaCPP, whose limit is the Java heap's and means nothing here.
    Pointer memory = Pointer.malloc(bytes);
    if (memory == null || memory.isNull()) {
      throw new OutOfMemoryError("no %d bytes outside the Java heap".formatted(bytes));
    }
    return new NativeStorage(length, memory);
  }

  /**
   * Where a tensor's values lie.
   *
   * @throws IllegalArgumentException if another engine holds its memory
   */
  public static Block block(Tensor tensor) {
    if (tensor.storage() instanceof NativeStorage mine) {
      return mine.block;
    }
    throw new IllegalArgumentException(
        "expected memory of the cpu engine, found %s in another's".formatted(tensor));
  }

  /** The memory, which must not be used once this is closed. */
  public Block block() {
    return block;
  }

  /** Address of its first float. */
  public long address() {
    return block.address();
  }

  @Override
  public void read(long at, float[] to, int from, int count) {
    requireOpen();
    block.floats().get(Math.toIntExact(at), to, from, count);
  }

  @Override
  public void write(long at, float[] from, int first, int count) {
    requireOpen();
    block.floats().put(Math.toIntExact(at), from, first, count);
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("this block of memory is freed");
    }
  }

  @Override
  public void close() {
    closed = true;
    memory.clean();
  }
}
