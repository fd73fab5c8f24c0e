package io.github.sam4j.core.resample;

/**
 * Along one axis, for each place of the result: the four places of the source that it is made of,
 * and their weights. Cubic convolution with a = -0.75, half-pixel centres, no antialiasing, edges
 * repeated: PyTorch's {@code interpolate(mode="bicubic", align_corners=False)} (Keys 1981).
 *
 * <p>Immutable and thread-safe.
 */
public final class BicubicAxis {
  /** Places of the source that one of the result is made of. */
  public static final int TAPS = 4;

  private static final double A = -0.75;

  private final int from;
  private final int to;
  private final int[] places;
  private final float[] weights;

  /**
   * From one length to another.
   *
   * @throws IllegalArgumentException if one of them is below 1
   */
  public BicubicAxis(int from, int to) {
    if (from < 1 || to < 1) {
      throw new IllegalArgumentException(
          "lengths must be at least 1, found %d and %d".formatted(from, to));
    }
    this.from = from;
    this.to = to;
    places = new int[TAPS * to];
    weights = new float[TAPS * to];
    double scale = (double) from / to;
    for (int i = 0; i < to; i++) {
      double source = (i + 0.5) * scale - 0.5;
      int floor = (int) Math.floor(source);
      double t = source - floor;
      double[] own = {outer(t + 1), inner(t), inner(1 - t), outer(2 - t)};
      for (int k = 0; k < TAPS; k++) {
        places[TAPS * i + k] = Math.max(0, Math.min(from - 1, floor - 1 + k));
        weights[TAPS * i + k] = (float) own[k];
      }
    }
  }

  private static double inner(double x) {
    return ((A + 2) * x - (A + 3)) * x * x + 1;
  }

  private static double outer(double x) {
    return ((A * x - 5 * A) * x + 8 * A) * x - 4 * A;
  }

  /** Places of the source. */
  public int from() {
    return from;
  }

  /** Places of the result. */
  public int to() {
    return to;
  }

  /** The source's place behind a tap, 0 to 3, of a place of the result. */
  public int place(int i, int tap) {
    return places[TAPS * i + tap];
  }

  /** The weight of a tap, 0 to 3, of a place of the result. */
  public float weight(int i, int tap) {
    return weights[TAPS * i + tap];
  }

  /** Interpolates along a row, to the places {@code start} up to {@code end} of the result. */
  public void along(float[] row, float[] result, int start, int end) {
    for (int i = start; i < end; i++) {
      int at = TAPS * i;
      result[i] =
          row[places[at]] * weights[at]
              + row[places[at + 1]] * weights[at + 1]
              + row[places[at + 2]] * weights[at + 2]
              + row[places[at + 3]] * weights[at + 3];
    }
  }

  /**
   * Interpolates between source rows to the result's row {@code row}, for some columns.
   *
   * @param taps the source's row behind each tap of {@code row}
   */
  public void across(int row, float[][] taps, float[] result, int start, int end) {
    float[] a = taps[0];
    float[] b = taps[1];
    float[] c = taps[2];
    float[] d = taps[3];
    float weightA = weight(row, 0);
    float weightB = weight(row, 1);
    float weightC = weight(row, 2);
    float weightD = weight(row, 3);
    for (int i = start; i < end; i++) {
      result[i] = a[i] * weightA + b[i] * weightB + c[i] * weightC + d[i] * weightD;
    }
  }

  /** The whole axis as a matrix: to x from, row-major. */
  public float[] matrix() {
    float[] matrix = new float[to * from];
    for (int i = 0; i < to; i++) {
      for (int k = 0; k < TAPS; k++) {
        matrix[i * from + place(i, k)] += weight(i, k);
      }
    }
    return matrix;
  }

  /**
   * Resizes a map.
   *
   * @param map (rows.from, columns.from, channels), row-major; not changed
   * @return (rows.to, columns.to, channels)
   */
  public static float[] resize(float[] map, BicubicAxis rows, BicubicAxis columns, int channels) {
    float[] wide = new float[rows.from * columns.to * channels];
    for (int y = 0; y < rows.from; y++) {
      for (int x = 0; x < columns.to; x++) {
        int out = (y * columns.to + x) * channels;
        for (int k = 0; k < TAPS; k++) {
          int in = (y * columns.from + columns.place(x, k)) * channels;
          add(map, in, columns.weight(x, k), wide, out, channels);
        }
      }
    }
    int width = columns.to * channels;
    float[] result = new float[rows.to * width];
    for (int y = 0; y < rows.to; y++) {
      for (int k = 0; k < TAPS; k++) {
        add(wide, rows.place(y, k) * width, rows.weight(y, k), result, y * width, width);
      }
    }
    return result;
  }

  private static void add(
      float[] source, int from, float weight, float[] target, int to, int count) {
    for (int i = 0; i < count; i++) {
      target[to + i] += weight * source[from + i];
    }
  }
}
