package io.github.sam4j.core.mask;

/**
 * The least and greatest logit of each stretch of columns in each row of a grid. Bilinear
 * interpolation never leaves the range of its sources but by rounding, for which there is a margin
 * far above it; so a stretch that lies on one side of the threshold stays there.
 */
final class LogitBounds {
  private final int stretches;
  private final float[] least;
  private final float[] greatest;
  private final float magnitude;

  /** Stretch k takes in the columns {@code from[k]} to {@code to[k]}. */
  LogitBounds(float[] logits, int offset, int side, int[] from, int[] to) {
    stretches = from.length;
    least = new float[side * stretches];
    greatest = new float[side * stretches];
    // Column by column, so that the comparisons can go several at a time; they keep a NaN.
    float[] columns = new float[side];
    for (int row = 0; row < side; row++) {
      int start = offset + row * side;
      for (int x = 0; x < side; x++) {
        columns[x] = Math.max(columns[x], Math.abs(logits[start + x]));
      }
    }
    float most = 0;
    for (float column : columns) {
      most = Math.max(most, column);
    }
    magnitude = most;
    for (int row = 0; row < side; row++) {
      int start = offset + row * side;
      for (int k = 0; k < stretches; k++) {
        float min = logits[start + from[k]];
        float max = min;
        for (int x = from[k] + 1; x <= to[k]; x++) {
          float value = logits[start + x];
          min = value < min ? value : min;
          max = value > max ? value : max;
        }
        least[row * stretches + k] = min;
        greatest[row * stretches + k] = max;
      }
    }
  }

  /** The greatest magnitude of all logits; NaN if one of them is. */
  float magnitude() {
    return magnitude;
  }

  /** What these bounds tell about one threshold. */
  Cut at(float threshold) {
    // Logits that are infinite or no numbers make a margin like them, and nothing is decided.
    float margin = 1e-5f * Math.max(magnitude, Math.abs(threshold)) + Float.MIN_NORMAL;
    return new Cut(threshold - margin, threshold + margin);
  }

  /** The bounds against one threshold. */
  final class Cut {
    private final float lower;
    private final float upper;

    private Cut(float lower, float upper) {
      this.lower = lower;
      this.upper = upper;
    }

    /** Whether the rows {@code top} to {@code bottom} of a stretch are surely below it. */
    boolean allBelow(int top, int bottom, int stretch) {
      for (int row = top; row <= bottom; row++) {
        if (!(greatest[row * stretches + stretch] < lower)) {
          return false;
        }
      }
      return true;
    }

    /** Whether the rows {@code top} to {@code bottom} of a stretch are surely above it. */
    boolean allAbove(int top, int bottom, int stretch) {
      for (int row = top; row <= bottom; row++) {
        if (!(least[row * stretches + stretch] > upper)) {
          return false;
        }
      }
      return true;
    }
  }
}
