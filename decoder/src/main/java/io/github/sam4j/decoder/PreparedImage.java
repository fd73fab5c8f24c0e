package io.github.sam4j.decoder;

/**
 * Everything in a decoder that depends on the image alone; made and understood by its {@link
 * ImagePath}.
 *
 * <p>Immutable, so any threads may share it. Holds memory outside the Java heap until it is closed,
 * which must not happen while a call uses it.
 */
public interface PreparedImage extends AutoCloseable {
  /** Bytes that it holds outside the Java heap. */
  long bytes();

  /** Frees its memory. Idempotent. */
  @Override
  void close();
}
