package io.github.sam4j.core.resample;

/**
 * Along one axis, for each place of the result: the two places of the source between which it lies,
 * and their weights. Half-pixel centres, no antialiasing: PyTorch's {@code
 * interpolate(mode="bilinear", align_corners=False)}, in its order of operations in float32.
 *
 * <p>Immutable and thread-safe.
 */
public final class BilinearAxis {
  private final int from;
  private final int to;
  private final int[] lower;
  private final int[] upper;
  private final float[] lowerWeight;
  private final float[] upperWeight;
  private final int last;

  /**
   * From one length to another.
   *
   * @throws IllegalArgumentException if one of them is below 1
   */
  public BilinearAxis(int from, int to) {
    if (from < 1 || to < 1) {
      throw new IllegalArgumentException(
          "lengths must be at least 1, found %d and %d".formatted(from, to));
    }
    this.from = from;
    this.to = to;
    lower = new int[to];
    upper = new int[to];
    lowerWeight = new float[to];
    upperWeight = new float[to];
    float scale = (float) from / to;
    for (int i = 0; i < to; i++) {
      float source = Math.max(0, Math.fma(i + 0.5f, scale, -0.5f));
      lower[i] = Math.min((int) source, from - 1);
      upper[i] = Math.min(lower[i] + 1, from - 1);
      upperWeight[i] = Math.min(source - lower[i], 1);
      lowerWeight[i] = 1 - upperWeight[i];
    }
    int inner = to;
    while (inner > 0 && lower[inner - 1] == from - 1) {
      inner--;
    }
    last = inner;
  }

  /** Places of the source. */
  public int from() {
    return from;
  }

  /** Places of the result. */
  public int to() {
    return to;
  }

  /** The source's place at or before a place of the result. */
  public int lower(int place) {
    return lower[place];
  }

  /** The source's place at or behind a place of the result. */
  public int upper(int place) {
    return upper[place];
  }

  /** The part of a place of the result that comes from the source's {@link #upper} place. */
  public float upperWeight(int place) {
    return upperWeight[place];
  }

  // Below, all arrays of a loop have one index: with offsets the compiler does not vectorise.

  /** Interpolates along a row, to the places {@code start} up to {@code end} of the result. */
  public void along(float[] row, float[] result, int start, int end) {
    int inner = Math.min(end, last);
    for (int i = start; i < inner; i++) {
      int place = lower[i];
      float weight = upperWeight[i];
      result[i] = Math.fma(row[place], 1 - weight, row[place + 1] * weight);
    }
    // There is nothing behind the source's last place.
    for (int i = Math.max(start, last); i < end; i++) {
      float value = row[lower[i]];
      result[i] = Math.fma(value, lowerWeight[i], value * upperWeight[i]);
    }
  }

  /** Interpolates between two source rows to the result's row {@code row}, for some columns. */
  public void across(int row, float[] a, float[] b, float[] result, int start, int end) {
    float weightA = lowerWeight[row];
    float weightB = upperWeight[row];
    for (int i = start; i < end; i++) {
      result[i] = Math.fma(a[i], weightA, b[i] * weightB);
    }
  }
}
