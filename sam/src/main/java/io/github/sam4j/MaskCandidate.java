package io.github.sam4j;

import io.github.sam4j.core.geometry.Box;
import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.core.mask.BitMask;
import io.github.sam4j.core.mask.LowResolutionLogits;
import io.github.sam4j.prompt.SpatialPrompt;
import java.util.OptionalDouble;

/**
 * An automatic mask of which it is not known yet whether it is kept. There may be thousands, of
 * large pictures too, so that it has no bits but those of its box.
 *
 * @param bits from the first column and row of the box to the last
 * @param box in the picture, as {@link BitMask#box}
 * @param score predicted IoU
 * @param stability its stability
 * @param prompt the grid point, in the picture
 * @param crop the part of the picture that the model saw
 * @param logits over the crop
 * @param objectScore a logit, where the model tells
 */
record MaskCandidate(
    BitMask bits,
    Box box,
    double score,
    double stability,
    SpatialPrompt prompt,
    Box crop,
    LowResolutionLogits logits,
    OptionalDouble objectScore) {
  /** What a mask is made of again. */
  static MaskCandidate of(Mask mask) {
    Box box = mask.box();
    return new MaskCandidate(
        trimmed(mask.bits(), box),
        box,
        mask.score(),
        mask.stability(),
        mask.prompt(),
        mask.crop(),
        mask.lowResolution(),
        mask.objectScore());
  }

  /** The bits in a box, which is that of the mask. */
  static BitMask trimmed(BitMask bits, Box box) {
    return bits.crop((int) box.x0(), (int) box.y0(), (int) box.x1() + 1, (int) box.y1() + 1);
  }

  /** Pixels inside. */
  long area() {
    return bits.area();
  }

  /** Pixels that are inside both boxes: no more can be inside both masks. */
  long commonBoxArea(MaskCandidate other) {
    double width = Math.min(box.x1(), other.box.x1()) - Math.max(box.x0(), other.box.x0()) + 1;
    double height = Math.min(box.y1(), other.box.y1()) - Math.max(box.y0(), other.box.y0()) + 1;
    return width > 0 && height > 0 ? (long) (width * height) : 0;
  }

  /** Pixels that are inside both. */
  long commonArea(MaskCandidate other) {
    if (commonBoxArea(other) == 0) {
      return 0;
    }
    Box common =
        new Box(
            Math.max(box.x0(), other.box.x0()),
            Math.max(box.y0(), other.box.y0()),
            Math.min(box.x1(), other.box.x1()),
            Math.min(box.y1(), other.box.y1()));
    return part(common).intersectionArea(other.part(common));
  }

  private BitMask part(Box ofPicture) {
    return trimmed(bits, ofPicture.move(-box.x0(), -box.y0()));
  }

  /** The mask in a picture of that size. */
  Mask mask(ImageSize whole) {
    return new Mask(
        bits.place(whole, (int) box.x0(), (int) box.y0()),
        score,
        stability,
        prompt,
        crop,
        logits,
        objectScore,
        null);
  }
}
