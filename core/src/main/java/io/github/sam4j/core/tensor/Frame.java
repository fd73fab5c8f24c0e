package io.github.sam4j.core.tensor;

/** Marks a point in an {@link Operators}' scratch memory; closing frees all that came after it. */
public interface Frame extends AutoCloseable {
  @Override
  void close();
}
