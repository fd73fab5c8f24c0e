package io.github.sam4j.core.mask;

import io.github.sam4j.core.geometry.ImageSize;
import java.util.ArrayList;
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
    for (int k = 0; k < words; k++) {
      inputFrom[k] = columns.lower[k << 6];
      inputTo[k] = columns.upper[Math.min((k << 6) + 63, original.width() - 1)];
      gridFrom[k] = toInput.lower[inputFrom[k]];
      gridTo[k] = toInput.upper[inputTo[k]];
    }
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
    return whole(lowResolution.array(), 0);
  }

  private float[] whole(float[] logits, int offset) {
    Pass pass = new Pass(logits, offset);
    float[] result = new float[Math.toIntExact(original.area())];
    float[] row = new float[original.width()];
    for (int y = 0; y < original.height(); y++) {
      pass.pixels(y, 0, words, row);
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
    LogitBounds bounds = new LogitBounds(logits, offset, side, gridFrom, gridTo);
    float[] magnitudes = new float[thresholds.length];
    for (int t = 0; t < thresholds.length; t++) {
      magnitudes[t] = Math.abs(thresholds[t]);
    }
    List<BitMask> masks = new ArrayList<>();
    boolean plain = bounds.magnitude() <= ThresholdedRows.LIMIT;
    for (float m : magnitudes) {
      plain &= m <= ThresholdedRows.LIMIT;
    }
    if (!plain) {
      float[] whole = whole(logits, offset);
      for (float threshold : thresholds) {
        masks.add(BitMask.aboveThreshold(whole, original, threshold));
      }
      return masks;
    }
    Cutting cutting = new Cutting(new Pass(logits, offset), bounds, thresholds);
    for (int y = 0; y < original.height(); y += ThresholdedRows.ROWS) {
      cutting.rows(y, Math.min(ThresholdedRows.ROWS, original.height() - y));
    }
    for (long[] bits : cutting.results) {
      masks.add(new BitMask(original, bits));
    }
    return masks;
  }

  /** Where a row's word begins; past the last, where the row ends. */
  private int column(int word) {
    return Math.min(word << 6, original.width());
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
    private final float[] inputRow = new float[resized.width()];

    Pass(float[] logits, int offset) {
      this.logits = logits;
      this.offset = offset;
      for (int[] at : inputAt) {
        Arrays.fill(at, -1);
      }
    }

    /** The pixels of words {@code from} up to {@code end} of a row. */
    void pixels(int y, int from, int end, float[] result) {
      float[] a = inputRow(rows.lower[y], from, end);
      float[] b = inputRow(rows.upper[y], from, end);
      rows.across(y, a, b, result, from << 6, column(end));
    }

    private float[] inputRow(int row, int from, int end) {
      // Neighbours differ in parity, so that the two rows of one result never share a slot.
      float[] slot = input[row & 1];
      int[] at = inputAt[row & 1];
      int k = from;
      while (k < end) {
        int start = k;
        while (k < end && at[k] != row) {
          at[k++] = row;
        }
        if (k > start) {
          inputRow(row, start, k, slot);
        } else {
          k++;
        }
      }
      return slot;
    }

    private void inputRow(int row, int from, int end, float[] slot) {
      float[] a = gridRow(toInput.lower[row]);
      float[] b = gridRow(toInput.upper[row]);
      toInput.across(row, a, b, inputRow, inputFrom[from], inputTo[end - 1] + 1);
      columns.along(inputRow, slot, from << 6, column(end));
    }

    private float[] gridRow(int row) {
      float[] slot = grid[row & 3];
      if (gridAt[row & 3] != row) {
        gridAt[row & 3] = row;
        System.arraycopy(logits, offset + row * side, gridRow, 0, side);
        toInput.along(gridRow, slot, 0, resized.width());
      }
      return slot;
    }
  }

  /** One map's masks in the making, a few rows at a time. */
  private final class Cutting {
    private final Pass pass;
    private final LogitBounds.Cut[] cuts;
    private final ThresholdedRows[] above;
    private final long[][] results;
    private final boolean[] open = new boolean[words];
    private final float[] row = new float[original.width()];

    Cutting(Pass pass, LogitBounds bounds, float[] thresholds) {
      this.pass = pass;
      cuts = new LogitBounds.Cut[thresholds.length];
      above = new ThresholdedRows[thresholds.length];
      results = new long[thresholds.length][];
      for (int t = 0; t < thresholds.length; t++) {
        cuts[t] = bounds.at(thresholds[t]);
        above[t] = new ThresholdedRows(thresholds[t], words);
        results[t] = BitMask.words(original);
      }
    }

    void rows(int y, int count) {
      Arrays.fill(open, false);
      for (int t = 0; t < cuts.length; t++) {
        decide(y, count, cuts[t], results[t]);
      }
      int k = 0;
      while (k < words) {
        int start = k;
        while (k < words && open[k]) {
          k++;
        }
        if (k > start) {
          compute(y, count, start, k);
        } else {
          k++;
        }
      }
    }

    private void decide(int y, int count, LogitBounds.Cut cut, long[] result) {
      int top = toInput.lower[rows.lower[y]];
      int bottom = toInput.upper[rows.upper[y + count - 1]];
      for (int k = 0; k < words; k++) {
        if (cut.allAbove(top, bottom, k)) {
          for (int i = 0; i < count; i++) {
            result[(y + i) * words + k] = BitMask.pixels(original.width(), k);
          }
        } else if (!cut.allBelow(top, bottom, k)) {
          open[k] = true;
        }
      }
    }

    private void compute(int y, int count, int from, int end) {
      for (ThresholdedRows one : above) {
        one.clear(from, end);
      }
      for (int i = 0; i < count; i++) {
        pass.pixels(y + i, from, end, row);
        for (ThresholdedRows one : above) {
          one.add(i, row, from << 6, column(end));
        }
      }
      for (int t = 0; t < above.length; t++) {
        for (int k = from; k < end; k++) {
          long[] bits = above[t].word(k);
          for (int i = 0; i < count; i++) {
            results[t][(y + i) * words + k] = bits[i];
          }
        }
      }
    }
  }
}
