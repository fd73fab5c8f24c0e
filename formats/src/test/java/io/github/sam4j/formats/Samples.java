package io.github.sam4j.formats;

import io.github.sam4j.Detection;
import io.github.sam4j.Mask;
import io.github.sam4j.core.geometry.Box;
import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.core.mask.BitMask;
import io.github.sam4j.core.mask.LowResolutionLogits;
import io.github.sam4j.prompt.SpatialPrompt;

/** Masks made up for tests. */
final class Samples {
  static final ImageSize SIZE = new ImageSize(60, 40);

  private Samples() {}

  /** The pixels of a rectangle, from (x0, y0) up to but without (x1, y1). */
  static Mask rectangle(int x0, int y0, int x1, int y1, SpatialPrompt prompt) {
    BitMask bits = BitMask.of(SIZE, (x, y) -> x >= x0 && x < x1 && y >= y0 && y < y1);
    LowResolutionLogits logits = new LowResolutionLogits(2, new float[] {x0, y0, x1, y1});
    return new Mask(bits, 0.9f, 0.75, prompt, new Box(0, 0, SIZE.width(), SIZE.height()), logits);
  }

  /** The same mask, found by a text. */
  static Mask found(Mask mask, String label, double score) {
    return new Mask(
        mask.bits(),
        mask.score(),
        mask.stability(),
        mask.prompt(),
        mask.crop(),
        mask.lowResolution(),
        new Detection(label, score));
  }
}
