package io.github.sam4j.detectors;

import io.github.sam4j.core.geometry.ImageSize;

/**
 * What a {@link Detector} keeps of a picture. Immutable and thread-safe; on the Java heap, so it
 * needs no closing and outlives its detector, which alone can use it.
 */
public interface GroundingImage {
  /** The picture's size. */
  ImageSize size();

  /** Bytes it holds, nearly. */
  long bytes();
}
