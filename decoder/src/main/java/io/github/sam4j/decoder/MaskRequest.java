package io.github.sam4j.decoder;

import io.github.sam4j.prompt.MaskOption;
import java.util.Set;

/**
 * What a batch of prompts is to be answered with. Immutable.
 *
 * @param masks which of the decoder's masks
 * @param options that the model knows; a decoder without them passes over others
 * @param above a mask whose predicted IoU is not above this need not be expanded, and its logits
 *     may be 0; negative infinity for all. Masks whose prediction is no number are expanded
 */
public record MaskRequest(MaskSet masks, Set<MaskOption> options, float above) {
  /** Copies the set. */
  public MaskRequest {
    options = Set.copyOf(options);
  }

  /** All of these masks, without options. */
  public static MaskRequest of(MaskSet masks) {
    return new MaskRequest(masks, Set.of(), Float.NEGATIVE_INFINITY);
  }

  /** Those masks alone that are predicted to be better than this. */
  public MaskRequest withAbove(float iou) {
    return new MaskRequest(masks, options, iou);
  }

  /** With these options. */
  public MaskRequest withOptions(Set<MaskOption> chosen) {
    return new MaskRequest(masks, chosen, above);
  }
}
