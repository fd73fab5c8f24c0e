package io.github.sam4j;

import org.jspecify.annotations.Nullable;

/**
 * Options of automatic masks, with segment-anything's SamAutomaticMaskGenerator's names, meaning
 * and defaults, and one of ours, {@code select}. Where an option is null the model's own
 * recommendation holds (its metadata), else Meta's default; {@link EverythingFilter} tells what
 * comes of it.
 *
 * <p>Masks pass thresholds, or they are chosen: with {@code select} above 0 the thresholds are
 * loose, unless they are given here, and of what passes them at most so many masks are kept, those
 * that together say most about the picture ({@link EverythingFilter} says how). Who gives a
 * threshold of predicted IoU or of stability and leaves {@code select} null gets what passes, and
 * nothing is chosen, whatever the model recommends.
 *
 * @param pointsPerSide grid points along each side of the picture, at least 1; default 32
 * @param pointsPerBatch grid points decoded together, at least 1; changes memory, not results;
 *     default 64
 * @param predIouThresh masks whose predicted IoU is not higher are dropped, 0 to 1; 0 drops none;
 *     null for the model's recommendation, else 0.88 (0.8 for SAM 2), and for 0.3 where masks are
 *     chosen
 * @param stabilityScoreThresh masks with a lower stability are dropped, 0 to 1; 0 drops none; null
 *     for the model's recommendation, else 0.95, and for 0.2 where masks are chosen
 * @param stabilityScoreOffset how far above and below the threshold the mask is cut to measure
 *     stability, in logits; default 1
 * @param boxNmsThresh of two masks whose boxes have a higher IoU the lower-scored is dropped, 0 to
 *     1; null for 0.7, and for 0.9 where masks are chosen
 * @param cropNLayers layers of crops that are segmented besides the whole picture, at most 8; layer
 *     i has 2^i x 2^i crops, of which those without a pixel are left out; default 0
 * @param cropNmsThresh like boxNmsThresh, between crops, where that of the smaller crop is kept;
 *     null for 0.7, and for 0.9 where masks are chosen
 * @param cropOverlapRatio overlap of crops as a part of the picture's shorter side; default
 *     512/1500
 * @param cropNPointsDownscaleFactor grid points per side are divided by its i-th power in layer i;
 *     default 1
 * @param minMaskRegionArea holes and islands smaller than this many pixels are removed, by SAM 2
 *     those of at most so many cells of the low-resolution logits; default 0
 * @param select at most so many masks are kept, chosen one after the other; 0 chooses none, so that
 *     all that pass the thresholds are kept; null for the model's recommendation, or for 0 if it
 *     has none or if predIouThresh or stabilityScoreThresh is given
 * @param useM2m whether each mask is refined once, with its point and its own logits as the prompt,
 *     before it is filtered (SAM 2's generator's option); default no
 * @param multimaskOutput whether a grid point gets the masks of an ambiguous prompt, three in
 *     published models, or the single one (SAM 2's generator's option); default yes
 */
public record EverythingOptions(
    int pointsPerSide,
    int pointsPerBatch,
    @Nullable Double predIouThresh,
    @Nullable Double stabilityScoreThresh,
    double stabilityScoreOffset,
    @Nullable Double boxNmsThresh,
    int cropNLayers,
    @Nullable Double cropNmsThresh,
    double cropOverlapRatio,
    int cropNPointsDownscaleFactor,
    int minMaskRegionArea,
    @Nullable Integer select,
    boolean useM2m,
    boolean multimaskOutput) {

  /** More layers would be more crops than anyone waits for. */
  private static final int MAX_CROP_LAYERS = 8;

  /** Checks the arguments. */
  public EverythingOptions {
    atLeast("pointsPerSide", pointsPerSide, 1);
    atLeast("pointsPerBatch", pointsPerBatch, 1);
    atLeast("cropNLayers", cropNLayers, 0);
    if (cropNLayers > MAX_CROP_LAYERS) {
      throw new IllegalArgumentException(
          "cropNLayers must be at most %d (%d crops), found %d"
              .formatted(MAX_CROP_LAYERS, 1L << (2 * MAX_CROP_LAYERS), cropNLayers));
    }
    atLeast("cropNPointsDownscaleFactor", cropNPointsDownscaleFactor, 1);
    atLeast("minMaskRegionArea", minMaskRegionArea, 0);
    if (select != null) {
      atLeast("select", select, 0);
    }
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

  /** Meta's defaults, with what the model itself recommends: thresholds, or how many to choose. */
  public static EverythingOptions defaults() {
    return builder().build();
  }

  /** Begins with the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** Begins with these options. */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.pointsPerSide = pointsPerSide;
    builder.pointsPerBatch = pointsPerBatch;
    builder.predIouThresh = predIouThresh;
    builder.stabilityScoreThresh = stabilityScoreThresh;
    builder.stabilityScoreOffset = stabilityScoreOffset;
    builder.boxNmsThresh = boxNmsThresh;
    builder.cropNLayers = cropNLayers;
    builder.cropNmsThresh = cropNmsThresh;
    builder.cropOverlapRatio = cropOverlapRatio;
    builder.cropNPointsDownscaleFactor = cropNPointsDownscaleFactor;
    builder.minMaskRegionArea = minMaskRegionArea;
    builder.select = select;
    builder.useM2m = useM2m;
    builder.multimaskOutput = multimaskOutput;
    return builder;
  }

  /** With this many grid points along each side. */
  public EverythingOptions withPointsPerSide(int value) {
    return toBuilder().pointsPerSide(value).build();
  }

  /** With these thresholds; nothing is chosen then, unless {@code select} is given too. */
  public EverythingOptions withThresholds(double predIou, double stabilityScore) {
    return toBuilder().predIouThresh(predIou).stabilityScoreThresh(stabilityScore).build();
  }

  /** With at most so many masks, chosen; 0 to choose none. */
  public EverythingOptions withSelect(int value) {
    return toBuilder().select(value).build();
  }

  /** Makes {@link EverythingOptions} option by option; what is not set is as by default. */
  public static final class Builder {
    private int pointsPerSide = 32;
    private int pointsPerBatch = 64;
    private @Nullable Double predIouThresh;
    private @Nullable Double stabilityScoreThresh;
    private double stabilityScoreOffset = 1.0;
    private @Nullable Double boxNmsThresh;
    private int cropNLayers;
    private @Nullable Double cropNmsThresh;
    private double cropOverlapRatio = 512.0 / 1500;
    private int cropNPointsDownscaleFactor = 1;
    private int minMaskRegionArea;
    private @Nullable Integer select;
    private boolean useM2m;
    private boolean multimaskOutput = true;

    private Builder() {}

    /** Grid points along each side of the picture, at least 1. */
    public Builder pointsPerSide(int value) {
      pointsPerSide = value;
      return this;
    }

    /** Grid points decoded together, at least 1; changes memory, not results. */
    public Builder pointsPerBatch(int value) {
      pointsPerBatch = value;
      return this;
    }

    /** Least predicted IoU, 0 to 1; null for the model's own, or a loose one to choose from. */
    public Builder predIouThresh(@Nullable Double value) {
      predIouThresh = value;
      return this;
    }

    /** Least stability, 0 to 1; null for the model's own, or a loose one to choose from. */
    public Builder stabilityScoreThresh(@Nullable Double value) {
      stabilityScoreThresh = value;
      return this;
    }

    /** Shift of the threshold that stability is measured with, in logits. */
    public Builder stabilityScoreOffset(double value) {
      stabilityScoreOffset = value;
      return this;
    }

    /** Greatest IoU of two masks' boxes, 0 to 1; null for 0.7, or 0.9 to choose from. */
    public Builder boxNmsThresh(@Nullable Double value) {
      boxNmsThresh = value;
      return this;
    }

    /** Layers of crops besides the whole picture. */
    public Builder cropNLayers(int value) {
      cropNLayers = value;
      return this;
    }

    /** Greatest IoU of boxes from different crops, 0 to 1; null for 0.7, or 0.9 to choose from. */
    public Builder cropNmsThresh(@Nullable Double value) {
      cropNmsThresh = value;
      return this;
    }

    /** Overlap of crops as a part of the picture's shorter side, below 1. */
    public Builder cropOverlapRatio(double value) {
      cropOverlapRatio = value;
      return this;
    }

    /** Grid points per side are divided by its i-th power in layer i. */
    public Builder cropNPointsDownscaleFactor(int value) {
      cropNPointsDownscaleFactor = value;
      return this;
    }

    /** Holes and islands smaller than this many pixels are removed. */
    public Builder minMaskRegionArea(int value) {
      minMaskRegionArea = value;
      return this;
    }

    /** How many masks to choose at most; 0 to choose none, null for the model's own number. */
    public Builder select(@Nullable Integer value) {
      select = value;
      return this;
    }

    /** Whether each mask is refined once before it is filtered. */
    public Builder useM2m(boolean value) {
      useM2m = value;
      return this;
    }

    /** Whether a grid point gets the masks of an ambiguous prompt rather than the single one. */
    public Builder multimaskOutput(boolean value) {
      multimaskOutput = value;
      return this;
    }

    /**
     * The options.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public EverythingOptions build() {
      return new EverythingOptions(
          pointsPerSide,
          pointsPerBatch,
          predIouThresh,
          stabilityScoreThresh,
          stabilityScoreOffset,
          boxNmsThresh,
          cropNLayers,
          cropNmsThresh,
          cropOverlapRatio,
          cropNPointsDownscaleFactor,
          minMaskRegionArea,
          select,
          useM2m,
          multimaskOutput);
    }
  }
}
