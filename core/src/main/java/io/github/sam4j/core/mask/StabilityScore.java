package io.github.sam4j.core.mask;

/**
 * How little a mask depends on its threshold: the intersection over union of the pixels above
 * threshold + offset and those above threshold - offset (segment-anything's
 * calculate_stability_score).
 *
 * <p>Where no logit is above either threshold the score is 0: the reference gives NaN there, which
 * is below every bound as well.
 */
public final class StabilityScore {
  private StabilityScore() {}

  /**
   * The score over the given map.
   *
   * @param logits the map in any order
   * @param threshold the mask's threshold, 0 for SAM
   * @param offset how far to move it either way, 1 for SAM
   * @return from 0 to 1
   */
  public static float of(float[] logits, double threshold, double offset) {
    float high = (float) (threshold + offset);
    float low = (float) (threshold - offset);
    int above = 0;
    int all = 0;
    for (float logit : logits) {
      above += logit > high ? 1 : 0;
      all += logit > low ? 1 : 0;
    }
    return of(above, all);
  }

  /**
   * The score from the masks cut above and below the threshold.
   *
   * @param above the mask at threshold + offset
   * @param below the mask at threshold - offset, which contains the other
   */
  public static float of(BitMask above, BitMask below) {
    return of(above.area(), below.area());
  }

  /**
   * The score from numbers of pixels.
   *
   * @param above those above threshold + offset
   * @param below those above threshold - offset
   */
  public static float of(long above, long below) {
    return below == 0 ? 0 : (float) above / (float) below;
  }
}
