package io.github.sam4j.decoder;

import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Storage;
import io.github.sam4j.core.tensor.Tensor;

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
  private final ImageSide firstProjections;
  private volatile boolean closed;

  private PreparedImage(
      MaskDecoder decoder,
      Storage storage,
      Tensor embedding,
      Tensor withoutMask,
      ImageSide firstProjections) {
    this.decoder = decoder;
    this.storage = storage;
    this.embedding = embedding;
    this.withoutMask = withoutMask;
    this.firstProjections = firstProjections;
  }

  /**
   * Copies all of it into memory of its own.
   *
   * @param embedding (1, G x G, C)
   * @param withoutMask the embedding with what stands for no mask added: (1, G x G, C)
   * @param side the first block's projections of {@code withoutMask}
   */
  static PreparedImage copyOf(
      MaskDecoder decoder, Operators ops, Tensor embedding, Tensor withoutMask, ImageSide side) {
    Tensor[] parts = {embedding, withoutMask, side.keys(), side.values()};
    long length = 0;
    for (Tensor part : parts) {
      length += part.size();
    }
    Storage storage = Storage.allocate(length);
    long offset = 0;
    for (int i = 0; i < parts.length; i++) {
      int[] shape = parts[i].shape();
      Tensor own = new Tensor(storage, offset, shape, Tensor.rowMajor(shape));
      ops.copy(own, parts[i]);
      offset += own.size();
      parts[i] = own;
    }
    return new PreparedImage(
        decoder, storage, parts[0], parts[1], new ImageSide(parts[2], parts[3]));
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

  ImageSide firstProjections() {
    return firstProjections;
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
