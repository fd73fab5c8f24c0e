package io.github.sam4j.prompt;

/** What the masks of one prompt are ranked by, best first, and what their score is. Immutable. */
public sealed interface MaskOrder {
  /** How far above and below the threshold segment-anything measures stability, in logits. */
  double STABILITY_OFFSET = 1.0;

  /** By the model's own guess of a mask's IoU with the truth, as SAM's predictor ranks. */
  record PredictedIou() implements MaskOrder {}

  /**
   * By how little a mask depends on its threshold: the IoU of the masks cut out of the
   * low-resolution logits a little above and a little below it. From 0 to 1.
   *
   * <p>For models whose prediction was not trained with their masks, as EdgeSAM's (Zhou et al.
   * 2023).
   *
   * @param offset how far above and below, in logits, more than 0
   */
  record Stability(double offset) implements MaskOrder {
    /** Checks the argument. */
    public Stability {
      if (!(offset > 0 && offset < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("an offset must be more than 0, found " + offset);
      }
    }
  }

  /** By predicted IoU. */
  static MaskOrder predictedIou() {
    return new PredictedIou();
  }

  /** By stability, measured {@value #STABILITY_OFFSET} above and below. */
  static MaskOrder stability() {
    return stability(STABILITY_OFFSET);
  }

  /**
   * By stability, measured so far above and below.
   *
   * @throws IllegalArgumentException if that is not more than 0
   */
  static MaskOrder stability(double offset) {
    return new Stability(offset);
  }
}
