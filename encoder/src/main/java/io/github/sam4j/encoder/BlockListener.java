package io.github.sam4j.encoder;

import io.github.sam4j.core.tensor.Tensor;

/**
 * Sees the maps inside an image encoder, for models that use more of them than the last, as SAM-HQ
 * does.
 */
@FunctionalInterface
public interface BlockListener {
  /** Looks at nothing. */
  BlockListener NONE = (index, map) -> {};

  /**
   * A block is done.
   *
   * @param index its number, from 0, as the encoder says
   * @param map what it gave: (side, side, channels). Overwritten after this call and not to be
   *     changed: copy what is needed, into a tensor made before the encoder was called
   */
  void after(int index, Tensor map);
}
