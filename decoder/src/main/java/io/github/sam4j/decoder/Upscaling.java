package io.github.sam4j.decoder;

import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Brings the image behind the two-way transformer to four times its side, where mask tokens'
 * filters are multiplied with it.
 *
 * <p>Immutable and thread-safe.
 */
public interface Upscaling {
  /** L, channels of the result. */
  int outputs();

  /**
   * Runs it.
   *
   * @param image (batch, G, G, C)
   * @param features of the picture to add on the way; null where the model has none
   * @return (batch, 4 G, 4 G, L)
   */
  Tensor run(Operators ops, Tensor image, @Nullable HighResolution features);
}
