package io.github.sam4j.decoder;

import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Storage;
import io.github.sam4j.core.tensor.Tensor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Everything in the decoder that depends on the image alone; made by {@link MaskDecoder#prepare}.
 *
 * <p>Immutable, so any threads may share it. Holds memory outside the Java heap until it is closed,
 * which must not happen while a call uses it.
 */
public final class PreparedImage implements AutoCloseable {
  private final MaskDecoder decoder;
  private final Storage storage;
  private final Tensor embedding;
  private final Tensor withoutMask;
  private final @Nullable ImageSide firstProjections;
  private final @Nullable SharedPlanes planes;
  private volatile boolean closed;

  private PreparedImage(
      MaskDecoder decoder,
      Storage storage,
      Tensor embedding,
      Tensor withoutMask,
      @Nullable ImageSide firstProjections,
      @Nullable SharedPlanes planes) {
    this.decoder = decoder;
    this.storage = storage;
    this.embedding = embedding;
    this.withoutMask = withoutMask;
    this.firstProjections = firstProjections;
    this.planes = planes;
  }

  /**
   * Copies all of it into memory of its own.
   *
   * @param embedding (1, G x G, C)
   * @param withoutMask the embedding with what stands for no mask added: (1, G x G, C)
   * @param side the first block's projections of {@code withoutMask}
   * @param planes of {@code withoutMask}; one of the two is null
   */
  static PreparedImage copyOf(
      MaskDecoder decoder,
      Operators ops,
      Tensor embedding,
      Tensor withoutMask,
      @Nullable ImageSide side,
      @Nullable SharedPlanes planes) {
    AtomicLong length = new AtomicLong(embedding.size() + withoutMask.size());
    UnaryOperator<Tensor> count =
        part -> {
          length.addAndGet(part.size());
          return part;
        };
    if (side != null) {
      side.map(count);
    }
    if (planes != null) {
      planes.map(count);
    }
    Storage storage = ops.engine().allocate(length.get());
    AtomicLong offset = new AtomicLong();
    UnaryOperator<Tensor> copy =
        part -> {
          int[] shape = part.shape();
          long at = offset.getAndAdd(part.size());
          Tensor own = new Tensor(storage, at, shape, Tensor.rowMajor(shape));
          ops.copy(own, part);
          return own;
        };
    return new PreparedImage(
        decoder,
        storage,
        copy.apply(embedding),
        copy.apply(withoutMask),
        side == null ? null : side.map(copy),
        planes == null ? null : planes.map(copy));
  }

  /** The image embedding, (1, G x G, C); valid until this object is closed. Not to be changed. */
  public Tensor embedding() {
    checkOpen();
    return embedding;
  }

  /** Bytes that it holds outside the Java heap. */
  public long bytes() {
    return Float.BYTES * storage.length();
  }

  MaskDecoder decoder() {
    return decoder;
  }

  Tensor withoutMask() {
    return withoutMask;
  }

  @Nullable ImageSide firstProjections() {
    return firstProjections;
  }

  @Nullable SharedPlanes planes() {
    return planes;
  }

  void checkOpen() {
    if (closed) {
      throw new IllegalStateException("this prepared image is closed");
    }
  }

  /** Frees its memory. Idempotent. */
  @Override
  public synchronized void close() {
    closed = true;
    storage.close();
  }
}
