package io.github.sam4j.core.mask;

import io.github.sam4j.core.geometry.ImageSize;
import java.util.Arrays;
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
public final class LogitResampling {
  private final int side;
  private final ImageSize resized;
  private final ImageSize original;
  private final BilinearAxis toInput;
  private final BilinearAxis columns;
  private final BilinearAxis rows;
  // For each word of a result's row: the columns that decide it, in the input and in the grid.
  private final int words;
  private final int[] inputFrom;
  private final int[] inputTo;
  private final int[] gridFrom;
  private final int[] gridTo;
  private final int longest;

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
    this.resized = resized;
    this.original = original;
    toInput = new BilinearAxis(side, inputSide);
    columns = new BilinearAxis(resized.width(), original.width());
    rows = new BilinearAxis(resized.height(), original.height());
    words = BitMask.stride(original.width());
    inputFrom = new int[words];
    inputTo = new int[words];
    gridFrom = new int[words];
    gridTo = new int[words];
    int most = 0;
    for (int k = 0; k < words; k++) {
      inputFrom[k] = columns.lower[k << 6];
      inputTo[k] = columns.upper[Math.min((k << 6) + 63, original.width() - 1)];
      gridFrom[k] = toInput.lower[inputFrom[k]];
      gridTo[k] = toInput.upper[inputTo[k]];
      most = Math.max(most, inputTo[k] - inputFrom[k] + 1);
    }
    longest = most;
  }

  /** The size of the results. */
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
    Pass pass = new Pass(lowResolution.array(), 0);
    float[] result = new float[Math.toIntExact(original.area())];
    for (int y = 0; y < original.height(); y++) {
      for (int k = 0; k < words; k++) {
        pass.pixels(y, k, result, y * original.width() + (k << 6));
      }
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
    return cut(logits, offset, threshold).get(0);
  }

  /**
   * {@link #thresholded(LowResolutionLogits, float)} at several thresholds, in their order, for
   * little more than the price of one.
   *
   * @throws IllegalArgumentException if the logits are of another side
   */
  public List<BitMask> thresholded(LowResolutionLogits lowResolution, float... thresholds) {
    requireSide(lowResolution);
    return cut(lowResolution.array(), 0, thresholds);
  }

  private List<BitMask> cut(float[] logits, int offset, float... thresholds) {
    Pass pass = new Pass(logits, offset);
    LogitBounds bounds = new LogitBounds(logits, offset, side, gridFrom, gridTo);
    LogitBounds.Cut[] cuts = new LogitBounds.Cut[thresholds.length];
    long[][] results = new long[thresholds.length][];
    for (int t = 0; t < thresholds.length; t++) {
      cuts[t] = bounds.at(thresholds[t]);
      results[t] = BitMask.words(original);
    }
    float[] block = new float[64];
    for (int y = 0; y < original.height(); y++) {
      int top = toInput.lower[rows.lower[y]];
      int bottom = toInput.upper[rows.upper[y]];
      for (int k = 0; k < words; k++) {
        int count = 0; // pixels in the block; 0 while none was computed
        for (int t = 0; t < thresholds.length; t++) {
          long word;
          if (cuts[t].allBelow(top, bottom, k)) {
            word = 0;
          } else if (cuts[t].allAbove(top, bottom, k)) {
            word = BitMask.pixels(original.width(), k);
          } else {
            count = count == 0 ? pass.pixels(y, k, block, 0) : count;
            word = BitMask.above(block, 0, count, thresholds[t]);
          }
          results[t][y * words + k] = word;
        }
      }
    }
    return Arrays.stream(results).map(bits -> new BitMask(original, bits)).toList();
  }

  private void requireSide(LowResolutionLogits lowResolution) {
    if (lowResolution.side() != side) {
      throw new IllegalArgumentException(
          "logits of side %d are needed, found %d".formatted(side, lowResolution.side()));
    }
  }

  /**
   * One run over one map. The interpolations along rows are kept for the few rows in use: whole
   * rows of the grid, and words of the input's rows as they are asked for.
   */
  private final class Pass {
    private final float[] logits;
    private final int offset;
    private final float[] gridRow = new float[side];
    private final float[][] grid = new float[4][resized.width()];
    private final int[] gridAt = {-1, -1, -1, -1};
    private final float[][] input = new float[2][original.width()];
    private final int[][] inputAt = new int[2][words];
    private final float[] stretch = new float[longest];

    Pass(float[] logits, int offset) {
      this.logits = logits;
      this.offset = offset;
      for (int[] at : inputAt) {
        Arrays.fill(at, -1);
      }
    }

    /** The pixels of word k of a row; returns their number. */
    int pixels(int y, int k, float[] result, int at) {
      int start = k << 6;
      int count = Math.min(64, original.width() - start);
      float[] a = inputRow(rows.lower[y], k);
      float[] b = inputRow(rows.upper[y], k);
      rows.across(y, a, b, start, count, result, at);
      return count;
    }

    private float[] inputRow(int row, int k) {
      // Neighbours differ in parity, so that the two rows of one result never share a slot.
      float[] slot = input[row & 1];
      if (inputAt[row & 1][k] != row) {
        inputAt[row & 1][k] = row;
        int first = inputFrom[k];
        float[] a = gridRow(toInput.lower[row]);
        float[] b = gridRow(toInput.upper[row]);
        toInput.across(row, a, b, first, inputTo[k] - first + 1, stretch, 0);
        int start = k << 6;
        columns.along(stretch, first, slot, start, Math.min(start + 64, original.width()));
      }
      return slot;
    }

    private float[] gridRow(int row) {
      float[] slot = grid[row & 3];
      if (gridAt[row & 3] != row) {
        gridAt[row & 3] = row;
        System.arraycopy(logits, offset + row * side, gridRow, 0, side);
        toInput.along(gridRow, 0, slot, 0, resized.width());
      }
      return slot;
    }
  }
}
