package io.github.sam4j.core.tensor;

/**
 * A layer in the layout of the engine that packed it, as every {@link Linear}, {@link Norm} and the
 * like of an engine is that extends {@link CheckedEngine}.
 */
public interface PackedLayer {
  /** Stands for the engine that packed it and alone can use it: {@link CheckedEngine#owner}. */
  Object owner();
}
