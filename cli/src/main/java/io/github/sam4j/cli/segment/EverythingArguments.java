package io.github.sam4j.cli.segment;

import io.github.sam4j.EverythingOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * segment-anything's options of automatic masks, under the names its script amg.py gives them, and
 * ours.
 */
final class EverythingArguments {
  @Option(
      names = "--points-per-side",
      paramLabel = "N",
      defaultValue = "32",
      description = "Grid points along each side of the picture. Default: ${DEFAULT-VALUE}")
  private int pointsPerSide;

  @Option(
      names = "--points-per-batch",
      paramLabel = "N",
      defaultValue = "64",
      description =
          "Grid points decoded together; changes memory, not masks. Default: ${DEFAULT-VALUE}")
  private int pointsPerBatch;

  @Option(
      names = "--pred-iou-thresh",
      paramLabel = "IOU",
      description =
          "Drop masks of lower predicted IoU, 0 to 1."
              + " Default: the model's, else 0.88; with --select 0.3")
  private @Nullable Double predIouThresh;

  @Option(
      names = "--stability-score-thresh",
      paramLabel = "IOU",
      description =
          "Drop masks of lower stability, 0 to 1."
              + " Default: the model's, else 0.95; with --select 0.2")
  private @Nullable Double stabilityScoreThresh;

  @Option(
      names = "--stability-score-offset",
      paramLabel = "LOGITS",
      defaultValue = "1.0",
      description =
          "Shift of the threshold that stability is measured with, in logits."
              + " Default: ${DEFAULT-VALUE}")
  private double stabilityScoreOffset;

  @Option(
      names = "--box-nms-thresh",
      paramLabel = "IOU",
      description =
          "Of two masks whose boxes overlap more, keep the better, 0 to 1."
              + " Default: 0.7, with --select 0.9")
  private @Nullable Double boxNmsThresh;

  @Option(
      names = "--crop-n-layers",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Layers of crops to segment as well; layer i has 4^i crops. Default: ${DEFAULT-VALUE}")
  private int cropNLayers;

  @Option(
      names = "--crop-nms-thresh",
      paramLabel = "IOU",
      description = "Like --box-nms-thresh, between crops. Default: 0.7, with --select 0.9")
  private @Nullable Double cropNmsThresh;

  @Option(
      names = "--crop-overlap-ratio",
      paramLabel = "PART",
      defaultValue = "0.3413333333333333",
      description =
          "Overlap of crops as a part of the picture's shorter side. Default: 512/1500 = 0.3413")
  private double cropOverlapRatio;

  @Option(
      names = "--crop-n-points-downscale-factor",
      paramLabel = "N",
      defaultValue = "1",
      description = "Layer i has this^i times fewer points per side. Default: ${DEFAULT-VALUE}")
  private int cropNPointsDownscaleFactor;

  @Option(
      names = "--min-mask-region-area",
      paramLabel = "PIXELS",
      defaultValue = "0",
      description = "Remove holes and islands smaller than this, in pixels. Default: 0 (keep all)")
  private int minMaskRegionArea;

  @Option(
      names = "--select",
      paramLabel = "N",
      description =
          "Keep at most N masks, chosen one after the other: the best score x sqrt(stability)"
              + " x (part of the picture)^0.1 x (1 - overlap with those chosen), none of which"
              + " overlap by an IoU above 0.7. 0: choose none, keep all that pass the thresholds."
              + " Default: the model's, else 0; with --pred-iou-thresh or --stability-score-thresh"
              + " 0")
  private @Nullable Integer select;

  @Option(
      names = "--use-m2m",
      description =
          "Refine each mask once with its own logits as the prompt, before it is filtered."
              + " Default: no")
  private boolean useM2m;

  @Option(
      names = "--no-multimask-output",
      negatable = true,
      description =
          "Take the single mask of each grid point, not those of an ambiguous prompt. Default: no")
  private boolean multimaskOutput = true;

  /**
   * The options.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  EverythingOptions options() {
    requireUnit("--pred-iou-thresh", predIouThresh);
    requireUnit("--stability-score-thresh", stabilityScoreThresh);
    requireUnit("--box-nms-thresh", boxNmsThresh);
    requireUnit("--crop-nms-thresh", cropNmsThresh);
    if (select != null && select < 0) {
      throw new IllegalArgumentException("--select must be at least 0, found " + select);
    }
    return EverythingOptions.builder()
        .pointsPerSide(pointsPerSide)
        .pointsPerBatch(pointsPerBatch)
        .predIouThresh(predIouThresh)
        .stabilityScoreThresh(stabilityScoreThresh)
        .stabilityScoreOffset(stabilityScoreOffset)
        .boxNmsThresh(boxNmsThresh)
        .cropNLayers(cropNLayers)
        .cropNmsThresh(cropNmsThresh)
        .cropOverlapRatio(cropOverlapRatio)
        .cropNPointsDownscaleFactor(cropNPointsDownscaleFactor)
        .minMaskRegionArea(minMaskRegionArea)
        .select(select)
        .useM2m(useM2m)
        .multimaskOutput(multimaskOutput)
        .build();
  }

  private static void requireUnit(String name, @Nullable Double value) {
    if (value != null && !(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " must be in [0, 1], found " + value);
    }
  }
}
