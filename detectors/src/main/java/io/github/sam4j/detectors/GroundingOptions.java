package io.github.sam4j.detectors;

/**
 * Which boxes a {@link Detector} returns.
 *
 * @param scoreThreshold boxes must score above it; from 0 to 1
 * @param maximumCount the most boxes, at least 1; the best are kept
 * @param nmsThreshold the greatest intersection over union that two boxes of the same label may
 *     have, from 0 to 1; the better one is kept. 1 keeps all
 */
public record GroundingOptions(double scoreThreshold, int maximumCount, double nmsThreshold) {
  private static final GroundingOptions DEFAULTS = new GroundingOptions(0.1, 100, 0.5);
  private static final GroundingOptions EXAMPLE_DEFAULTS = new GroundingOptions(0.6, 100, 0.3);

  /** Checks the arguments. */
  public GroundingOptions {
    if (!(scoreThreshold >= 0 && scoreThreshold <= 1)) {
      throw new IllegalArgumentException(
          "a score threshold lies between 0 and 1, found " + scoreThreshold);
    }
    if (maximumCount < 1) {
      throw new IllegalArgumentException("a maximum count is at least 1, found " + maximumCount);
    }
    if (!(nmsThreshold >= 0 && nmsThreshold <= 1)) {
      throw new IllegalArgumentException(
          "an overlap threshold lies between 0 and 1, found " + nmsThreshold);
    }
  }

  /** For texts: scores above 0.1, at most 100 boxes, overlaps up to 0.5. */
  public static GroundingOptions defaults() {
    return DEFAULTS;
  }

  /** For examples, which score higher: scores above 0.6, at most 100 boxes, overlaps up to 0.3. */
  public static GroundingOptions exampleDefaults() {
    return EXAMPLE_DEFAULTS;
  }

  /** With another score threshold. */
  public GroundingOptions withScoreThreshold(double threshold) {
    return new GroundingOptions(threshold, maximumCount, nmsThreshold);
  }

  /** With another maximum count. */
  public GroundingOptions withMaximumCount(int count) {
    return new GroundingOptions(scoreThreshold, count, nmsThreshold);
  }

  /** With another overlap threshold. */
  public GroundingOptions withNmsThreshold(double threshold) {
    return new GroundingOptions(scoreThreshold, maximumCount, threshold);
  }
}
