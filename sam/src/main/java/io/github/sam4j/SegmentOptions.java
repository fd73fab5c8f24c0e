package io.github.sam4j;

import io.github.sam4j.detectors.GroundingOptions;

/**
 * How prompts of all kinds are answered.
 *
 * @param masks which of the decoder's masks clicks, boxes and masks get
 * @param texts how many objects texts may find, and how surely
 * @param examples the same for examples
 */
public record SegmentOptions(MaskOutput masks, GroundingOptions texts, GroundingOptions examples) {
  /** {@link MaskOutput#AUTO} and the defaults for texts and examples. */
  public static SegmentOptions defaults() {
    return new SegmentOptions(
        MaskOutput.AUTO, GroundingOptions.defaults(), GroundingOptions.exampleDefaults());
  }

  /** With these masks for clicks, boxes and masks. */
  public SegmentOptions withMasks(MaskOutput output) {
    return new SegmentOptions(output, texts, examples);
  }

  /** With these limits for texts. */
  public SegmentOptions withTexts(GroundingOptions limits) {
    return new SegmentOptions(masks, limits, examples);
  }

  /** With these limits for examples. */
  public SegmentOptions withExamples(GroundingOptions limits) {
    return new SegmentOptions(masks, texts, limits);
  }
}
