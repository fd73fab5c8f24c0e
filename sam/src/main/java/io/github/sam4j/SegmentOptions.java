package io.github.sam4j;

import io.github.sam4j.core.mask.RegionLimits;
import io.github.sam4j.detectors.GroundingOptions;
import io.github.sam4j.prompt.MaskOption;
import io.github.sam4j.prompt.MaskOrder;
import java.util.Set;

/**
 * How prompts of all kinds are answered.
 *
 * @param masks which of the decoder's masks clicks, boxes and masks get
 * @param texts how many objects texts may find, and how surely
 * @param examples the same for examples
 * @param options what the model's authors let their callers choose beside the masks; a model that
 *     does not know one refuses it
 * @param regions small holes and sprinkles to take out of the low-resolution logits; by default
 *     none
 * @param order what the masks of a prompt are ranked by, which is then their {@link Mask#score}; by
 *     default predicted IoU
 */
public record SegmentOptions(
    MaskOutput masks,
    GroundingOptions texts,
    GroundingOptions examples,
    Set<MaskOption> options,
    RegionLimits regions,
    MaskOrder order) {
  /** Copies the set. */
  public SegmentOptions {
    options = Set.copyOf(options);
  }

  /** Masks as the model's authors give them. */
  public SegmentOptions(MaskOutput masks, GroundingOptions texts, GroundingOptions examples) {
    this(masks, texts, examples, Set.of(), RegionLimits.NONE, MaskOrder.predictedIou());
  }

  /** {@link MaskOutput#AUTO} and the defaults for texts and examples. */
  public static SegmentOptions defaults() {
    return new SegmentOptions(
        MaskOutput.AUTO, GroundingOptions.defaults(), GroundingOptions.exampleDefaults());
  }

  /** With these masks for clicks, boxes and masks. */
  public SegmentOptions withMasks(MaskOutput output) {
    return new SegmentOptions(output, texts, examples, options, regions, order);
  }

  /** With these limits for texts. */
  public SegmentOptions withTexts(GroundingOptions limits) {
    return new SegmentOptions(masks, limits, examples, options, regions, order);
  }

  /** With these limits for examples. */
  public SegmentOptions withExamples(GroundingOptions limits) {
    return new SegmentOptions(masks, texts, limits, options, regions, order);
  }

  /** With these options of the model. */
  public SegmentOptions withOptions(Set<MaskOption> chosen) {
    return new SegmentOptions(masks, texts, examples, chosen, regions, order);
  }

  /** Without small holes and sprinkles. */
  public SegmentOptions withRegions(RegionLimits limits) {
    return new SegmentOptions(masks, texts, examples, options, limits, order);
  }

  /** With masks ranked by this. */
  public SegmentOptions withOrder(MaskOrder ranking) {
    return new SegmentOptions(masks, texts, examples, options, regions, ranking);
  }
}
