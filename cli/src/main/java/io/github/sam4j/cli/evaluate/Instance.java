package io.github.sam4j.cli.evaluate;

import io.github.sam4j.core.mask.BitMask;

/**
 * An object whose pixels are known.
 *
 * @param prompt what asks for it
 * @param truth its pixels
 */
record Instance(ObjectPrompt prompt, BitMask truth) {
  /** The object of an id in a map, which must have it. */
  static Instance of(IdMap map, int id) {
    BitMask truth = map.mask(id);
    DeepestPixel deepest = DeepestPixel.of(truth);
    return new Instance(new ObjectPrompt(map.name(), id, truth.box(), deepest.place()), truth);
  }
}
