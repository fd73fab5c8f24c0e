package io.github.sam4j.core.mask.resample;

import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.core.mask.BitMask;
import io.github.sam4j.core.mask.LowResolutionLogits;
import io.github.sam4j.core.mask.MaskProjection;
import io.github.sam4j.core.mask.StabilityScore;
import io.github.sam4j.core.mask.ThresholdedMask;
import java.util.ArrayList;
import java.util.List;

/**
 * Segment-anything's {@code Sam.postprocess_masks}: the way of a mask's logits from the decoder's
 * grid to the user's picture. Bilinear to the model's square input, cut to the part that the
 * picture fills, bilinear to the picture's own size.
 *
 * <p>Interpolation is PyTorch's {@code interpolate(mode="bilinear", align_corners=False,
 * antialias=False)}: first along the rows, then between them, all in float32 with fused
 * multiply-add. Where the reference orders its sums otherwise (for two or three channels at once,
 * and for results of less than some thousand values) the last bit may differ.
 *
 * <p>An instance holds the tables for one set of sizes, some ten bytes for each row and column, and
 * serves any number of maps. Immutable and safe for use by many threads; each call works in one
 * thread with a few rows of scratch.
 */
public final class LogitResampling implements MaskProjection {
  private final int side;
  private final ImageSize original;
  private final ResamplingTables tables;

  /**
   * Prepares the tables.
   *
   * @param side cells along a side of the decoder's grid, 256 for SAM
   * @param inputSide pixels along a side of the model's input, 1024 for SAM
   * @param resized the part of the input that the picture fills, from the top left
   * @param original the picture's size
   * @throws IllegalArgumentException if a side is not positive or the part is larger than the input
   */
  public LogitResampling(int side, int inputSide, ImageSize resized, ImageSize original) {
    if (side < 1 || inputSide < 1) {
      throw new IllegalArgumentException(
          "positive sides are needed, found a grid of %d and an input of %d"
              .formatted(side, inputSide));
    }
    if (resized.longSide() > inputSide) {
      throw new IllegalArgumentException(
          "the resized picture must fit the input of %d, found %d x %d"
              .formatted(inputSide, resized.width(), resized.height()));
    }
    this.side = side;
    this.original = original;
    tables = new ResamplingTables(side, inputSide, resized, original);
  }

  @Override
  public ImageSize original() {
    return original;
  }

  @Override
  public float[] logits(LowResolutionLogits lowResolution) {
    requireSide(lowResolution);
    ResampledRows logits = new ResampledRows(tables, lowResolution);
    float[] result = new float[Math.toIntExact(original.area())];
    float[] row = new float[original.width()];
    for (int y = 0; y < original.height(); y++) {
      logits.read(y, 0, tables.words(), row);
      System.arraycopy(row, 0, result, y * row.length, row.length);
    }
    return result;
  }

  /**
   * The pixels whose resampled logit is strictly above the threshold. The same as comparing {@link
   * #logits}, without making that map, and quick wherever the grid alone decides.
   *
   * @throws IllegalArgumentException if the logits are of another side
   */
  public BitMask thresholded(LowResolutionLogits lowResolution, float threshold) {
    requireSide(lowResolution);
    return masks(lowResolution, threshold).get(0);
  }

  /**
   * {@link #thresholded(LowResolutionLogits, float)} at several thresholds, in their order, for
   * little more than the price of one.
   *
   * @throws IllegalArgumentException if the logits are of another side
   */
  public List<BitMask> thresholded(LowResolutionLogits lowResolution, float... thresholds) {
    requireSide(lowResolution);
    return masks(lowResolution, thresholds);
  }

  /** Mask and stability in one run, for little more than the price of the mask. */
  @Override
  public ThresholdedMask cut(
      LowResolutionLogits lowResolution, double threshold, double stabilityOffset) {
    requireSide(lowResolution);
    ThresholdedBits bits = new ThresholdedBits((float) threshold, original);
    ThresholdedArea above = area(threshold + stabilityOffset);
    ThresholdedArea below = area(threshold - stabilityOffset);
    run(lowResolution, List.of(bits, above, below));
    return new ThresholdedMask(bits.mask(), StabilityScore.of(above.area(), below.area()));
  }

  /**
   * The stability of the mask at a threshold, alone: see {@link StabilityScore}.
   *
   * @param offset how far to move the threshold either way
   * @throws IllegalArgumentException if the logits are of another side
   */
  public float stability(LowResolutionLogits lowResolution, double threshold, double offset) {
    requireSide(lowResolution);
    ThresholdedArea above = area(threshold + offset);
    ThresholdedArea below = area(threshold - offset);
    run(lowResolution, List.of(above, below));
    return StabilityScore.of(above.area(), below.area());
  }

  private ThresholdedArea area(double threshold) {
    return new ThresholdedArea((float) threshold, original.width());
  }

  private List<BitMask> masks(LowResolutionLogits logits, float... thresholds) {
    List<ThresholdedBits> results = new ArrayList<>();
    for (float threshold : thresholds) {
      results.add(new ThresholdedBits(threshold, original));
    }
    run(logits, results);
    return results.stream().map(ThresholdedBits::mask).toList();
  }

  private void run(LowResolutionLogits logits, List<? extends ThresholdedPixels> results) {
    new ThresholdPass(tables, logits, results).run();
  }

  private void requireSide(LowResolutionLogits lowResolution) {
    if (lowResolution.side() != side) {
      throw new IllegalArgumentException(
          "logits of side %d are needed, found %d".formatted(side, lowResolution.side()));
    }
  }
}
