package io.github.sam4j.core.mask.resample;

/** The number of pixels above a threshold, of maps of up to 2^24 rows. */
final class ThresholdedArea implements ThresholdedPixels {
  private final float threshold;
  private final float[] counts;
  private long decided;

  ThresholdedArea(float threshold, int width) {
    this.threshold = threshold;
    counts = new float[width];
  }

  /** The number so far. */
  long area() {
    long area = decided;
    for (float count : counts) {
      area += (long) count;
    }
    return area;
  }

  @Override
  public float threshold() {
    return threshold;
  }

  @Override
  public void word(int y, int k, long bits) {
    decided += Long.bitCount(bits);
  }

  @Override
  public void begin(int from, int end) {}

  @Override
  public void add(int row, float[] logits, int start, int end) {
    ThresholdedPixels.addAbove(logits, start, end, threshold, 1, counts);
  }

  @Override
  public void finish(int y, int rows, int from, int end) {}
}
