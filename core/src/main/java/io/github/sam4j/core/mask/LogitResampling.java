package io.github.sam4j.core.mask;

import io.github.sam4j.core.geometry.ImageSize;
import java.util.ArrayList;
import java.util.List;

/**
 * The way of a mask's logits from the decoder's grid to the user's picture (segment-anything's
 * Sam.postprocess_masks): bilinear to the model's square input, cut to the part that the picture
 * fills, bilinear to the picture's own size. See {@link Bilinear} for the arithmetic.
 *
 * <p>An instance holds the tables for one set of sizes, some ten bytes for each row and column, and
 * serves any number of maps. Immutable and safe for use by many threads; each call works in one
 * thread with a few rows of scratch.
 */
public final class LogitResampling implements MaskProjection {
  private final int side;
  private final ImageSize original;

  /** From the grid to the square input, either way. */
  final BilinearAxis toInput;

  /** From the input's columns to the picture's. */
  final BilinearAxis columns;

  /** From the input's rows to the picture's. */
  final BilinearAxis rows;

  /** Words of a picture's row. */
  final int words;

  /** For each word, the first and the last column that decide it, in the input and in the grid. */
  final int[] inputFrom;

  final int[] inputTo;
  final int[] gridFrom;
  final int[] gridTo;

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
    toInput = new BilinearAxis(side, inputSide);
    columns = new BilinearAxis(resized.width(), original.width());
    rows = new BilinearAxis(resized.height(), original.height());
    words = BitMask.stride(original.width());
    inputFrom = new int[words];
    inputTo = new int[words];
    gridFrom = new int[words];
    gridTo = new int[words];
    for (int k = 0; k < words; k++) {
      inputFrom[k] = columns.lower[k << 6];
      inputTo[k] = columns.upper[Math.min((k << 6) + 63, original.width() - 1)];
      gridFrom[k] = toInput.lower[inputFrom[k]];
      gridTo[k] = toInput.upper[inputTo[k]];
    }
  }

  @Override
  public ImageSize original() {
    return original;
  }

  /**
   * The whole map, one logit for each pixel of the picture, row-major.
   *
   * @throws IllegalArgumentException if the logits are of another side
   */
  public float[] logits(LowResolutionLogits lowResolution) {
    requireSide(lowResolution);
    ResampledRows logits = new ResampledRows(this, lowResolution.array(), 0);
    float[] result = new float[Math.toIntExact(original.area())];
    float[] row = new float[original.width()];
    for (int y = 0; y < original.height(); y++) {
      logits.read(y, 0, words, row);
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
    return thresholded(lowResolution.array(), 0, threshold);
  }

  /**
   * {@link #thresholded(LowResolutionLogits, float)} of side x side logits that begin at {@code
   * offset} of a longer array, such as a decoder's whole batch.
   *
   * @throws IllegalArgumentException if the array ends before the logits
   */
  public BitMask thresholded(float[] logits, int offset, float threshold) {
    if (offset < 0 || offset > logits.length - side * side) {
      throw new IllegalArgumentException(
          "%d logits are needed from %d on, found %d in all"
              .formatted(side * side, offset, logits.length));
    }
    return masks(logits, offset, threshold).get(0);
  }

  /**
   * {@link #thresholded(LowResolutionLogits, float)} at several thresholds, in their order, for
   * little more than the price of one.
   *
   * @throws IllegalArgumentException if the logits are of another side
   */
  public List<BitMask> thresholded(LowResolutionLogits lowResolution, float... thresholds) {
    requireSide(lowResolution);
    return masks(lowResolution.array(), 0, thresholds);
  }

  /** Mask and stability in one run, for little more than the price of the mask. */
  @Override
  public ThresholdedMask cut(
      LowResolutionLogits lowResolution, double threshold, double stabilityOffset) {
    requireSide(lowResolution);
    ThresholdedBits bits = new ThresholdedBits((float) threshold, original);
    ThresholdedArea above = area(threshold + stabilityOffset);
    ThresholdedArea below = area(threshold - stabilityOffset);
    run(lowResolution.array(), 0, List.of(bits, above, below));
    return new ThresholdedMask(bits.mask(), StabilityScore.ratio(above.area(), below.area()));
  }

  /** The stability alone. */
  float stability(LowResolutionLogits lowResolution, double threshold, double offset) {
    requireSide(lowResolution);
    ThresholdedArea above = area(threshold + offset);
    ThresholdedArea below = area(threshold - offset);
    run(lowResolution.array(), 0, List.of(above, below));
    return StabilityScore.ratio(above.area(), below.area());
  }

  private ThresholdedArea area(double threshold) {
    return new ThresholdedArea((float) threshold, original.width());
  }

  private List<BitMask> masks(float[] logits, int offset, float... thresholds) {
    List<ThresholdedBits> results = new ArrayList<>();
    for (float threshold : thresholds) {
      results.add(new ThresholdedBits(threshold, original));
    }
    run(logits, offset, results);
    return results.stream().map(ThresholdedBits::mask).toList();
  }

  private void run(float[] logits, int offset, List<? extends ThresholdedPixels> results) {
    new ThresholdPass(this, logits, offset, results).run();
  }

  private void requireSide(LowResolutionLogits lowResolution) {
    if (lowResolution.side() != side) {
      throw new IllegalArgumentException(
          "logits of side %d are needed, found %d".formatted(side, lowResolution.side()));
    }
  }

  /** Where a row's word begins; past the last, where the row ends. */
  int column(int word) {
    return Math.min(word << 6, original.width());
  }
}
