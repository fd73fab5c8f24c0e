package io.github.sam4j;

import org.jspecify.annotations.Nullable;

/**
 * Options of automatic masks, with segment-anything's SamAutomaticMaskGenerator's names, meaning
 * and defaults. A threshold left null is the model's own recommendation (its metadata), else
 * Meta's.
 *
 * @param pointsPerSide grid points along each side of the picture, at least 1; default 32
 * @param pointsPerBatch grid points decoded together, at least 1; changes memory, not results;
 *     default 64
 * @param predIouThresh masks with a lower predicted IoU are dropped, 0 to 1; default 0.88
 * @param stabilityScoreThresh masks with a lower stability are dropped, 0 to 1; default 0.95
 * @param stabilityScoreOffset how far above and below the threshold the mask is cut to measure
 *     stability, in logits; default 1
 * @param boxNmsThresh of two masks whose boxes have a higher IoU the lower-scored is dropped, 0 to
 *     1; default 0.7
 * @param cropNLayers layers of crops that are segmented besides the whole picture; layer i has 2^i
 *     x 2^i crops; default 0
 * @param cropNmsThresh like boxNmsThresh, between crops; default 0.7
 * @param cropOverlapRatio overlap of crops as a part of the picture's shorter side; default
 *     512/1500
 * @param cropNPointsDownscaleFactor grid points per side are divided by its i-th power in layer i;
 *     default 1
 * @param minMaskRegionArea holes and islands smaller than this many pixels are removed; default 0
 */
public record EverythingOptions(
    int pointsPerSide,
    int pointsPerBatch,
    @Nullable Double predIouThresh,
    @Nullable Double stabilityScoreThresh,
    double stabilityScoreOffset,
    double boxNmsThresh,
    int cropNLayers,
    double cropNmsThresh,
    double cropOverlapRatio,
    int cropNPointsDownscaleFactor,
    int minMaskRegionArea) {

  /** Checks the arguments. */
  public EverythingOptions {
    atLeast("pointsPerSide", pointsPerSide, 1);
    atLeast("pointsPerBatch", pointsPerBatch, 1);
    atLeast("cropNLayers", cropNLayers, 0);
    atLeast("cropNPointsDownscaleFactor", cropNPointsDownscaleFactor, 1);
    atLeast("minMaskRegionArea", minMaskRegionArea, 0);
    if (!(cropOverlapRatio >= 0 && cropOverlapRatio < 1)) {
      throw new IllegalArgumentException(
          "cropOverlapRatio must be in [0, 1), found " + cropOverlapRatio);
    }
  }

  private static void atLeast(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(
          "%s must be at least %d, found %d".formatted(name, least, value));
    }
  }

  /** Meta's defaults, with the model's own recommended thresholds. */
  public static EverythingOptions defaults() {
    return new EverythingOptions(32, 64, null, null, 1.0, 0.7, 0, 0.7, 512.0 / 1500, 1, 0);
  }

  /** With this many grid points along each side. */
  public EverythingOptions withPointsPerSide(int value) {
    return new EverythingOptions(
        value,
        pointsPerBatch,
        predIouThresh,
        stabilityScoreThresh,
        stabilityScoreOffset,
        boxNmsThresh,
        cropNLayers,
        cropNmsThresh,
        cropOverlapRatio,
        cropNPointsDownscaleFactor,
        minMaskRegionArea);
  }

  /** With these thresholds. */
  public EverythingOptions withThresholds(double predIou, double stabilityScore) {
    return new EverythingOptions(
        pointsPerSide,
        pointsPerBatch,
        predIou,
        stabilityScore,
        stabilityScoreOffset,
        boxNmsThresh,
        cropNLayers,
        cropNmsThresh,
        cropOverlapRatio,
        cropNPointsDownscaleFactor,
        minMaskRegionArea);
  }
}
