package io.github.sam4j.cli.segment;

import io.github.sam4j.MaskOutput;
import io.github.sam4j.SegmentOptions;
import io.github.sam4j.core.mask.RegionLimits;
import io.github.sam4j.prompt.MaskOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Option;

/** Which masks prompts are answered with. */
final class MaskArguments {
  @Option(
      names = "--masks",
      paramLabel = "auto|single|multiple|all",
      defaultValue = "auto",
      description =
          "Which masks of a prompt to write: the best (of three for a lone click), the one for"
              + " unambiguous prompts, those for ambiguous ones, or all that the model has. Default:"
              + " ${DEFAULT-VALUE}")
  private MaskOutput masks = MaskOutput.AUTO;

  @Option(names = "--multimask", description = "The same as --masks multiple. Default: no")
  private boolean multimask;

  @Option(
      names = "--mask-option",
      paramLabel = "hq_token_only|static_single_mask",
      description =
          "What a model's authors let their callers choose beside the masks. Default: none")
  private List<MaskOption> maskOptions = new ArrayList<>();

  @Option(
      names = "--max-hole-area",
      paramLabel = "CELLS",
      defaultValue = "0",
      description =
          "Fill holes of so many cells of the low-resolution logits, and smaller ones."
              + " Default: ${DEFAULT-VALUE}")
  private int maxHoleArea;

  @Option(
      names = "--max-sprinkle-area",
      paramLabel = "CELLS",
      defaultValue = "0",
      description =
          "Remove parts of so many cells of the low-resolution logits, and smaller ones."
              + " Default: ${DEFAULT-VALUE}")
  private int maxSprinkleArea;

  @Option(
      names = "--rank",
      paramLabel = "iou|stability",
      description =
          "What the masks of a prompt are ranked by, best first: the model's predicted IoU, or how"
              + " little they depend on their threshold. Default: iou")
  private MaskRank rank = MaskRank.IOU;

  /**
   * What they say; texts and examples have the library's defaults.
   *
   * @throws IllegalArgumentException if an area is below 0
   */
  SegmentOptions options() {
    return SegmentOptions.defaults()
        .withMasks(multimask ? MaskOutput.MULTIPLE : masks)
        .withOptions(Set.copyOf(maskOptions))
        .withRegions(new RegionLimits(maxHoleArea, maxSprinkleArea))
        .withOrder(rank.order());
  }
}
