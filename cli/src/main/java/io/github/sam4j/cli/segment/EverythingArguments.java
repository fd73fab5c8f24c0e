package io.github.sam4j.cli.segment;

import io.github.sam4j.EverythingOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** segment-anything's options of automatic masks, under the names its script amg.py gives them. */
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
      description = "Drop masks of lower predicted IoU, 0 to 1. Default: the model's, else 0.88")
  private @Nullable Double predIouThresh;

  @Option(
      names = "--stability-score-thresh",
      paramLabel = "IOU",
      description = "Drop masks of lower stability, 0 to 1. Default: the model's, else 0.95")
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
      defaultValue = "0.7",
      description =
          "Of two masks whose boxes overlap more, keep the better, 0 to 1."
              + " Default: ${DEFAULT-VALUE}")
  private double boxNmsThresh;

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
      defaultValue = "0.7",
      description = "Like --box-nms-thresh, between crops. Default: ${DEFAULT-VALUE}")
  private double cropNmsThresh;

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
        .build();
  }

  private static void requireUnit(String name, @Nullable Double value) {
    if (value != null && !(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " must be in [0, 1], found " + value);
    }
  }
}
