package io.github.sam4j.prompt.grounding;

import io.github.sam4j.core.geometry.ImageSize;

/**
 * What a {@link TextGrounder} keeps of a picture. Immutable and thread-safe; on the Java heap, so
 * it needs no closing and outlives its grounder, which alone can use it.
 */
public interface GroundingImage {
  /** The picture's size. */
  ImageSize size();

  /** Bytes it holds, nearly. */
  long bytes();
}
