package io.github.sam4j;

import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Which automatic masks are kept, once it is known what was asked and what the model recommends:
 * {@link EverythingOptions} without anything left open.
 *
 * <p>Where {@code select} is 0, all masks that pass the thresholds and are no duplicates by box, as
 * in segment-anything. Else these are candidates, and one after the other is chosen, the one with
 * the largest
 *
 * <pre>score x sqrt(stability) x (area share)^0.1 x (1 - greatest IoU with those chosen)</pre>
 *
 * where score is the predicted IoU, and the area share the mask's part of the picture. What
 * overlaps a chosen mask with an IoU above 0.7 is dropped, and so is what is worth nothing: a mask
 * without a pixel, or whose score or stability is not above 0. The order of the masks is that of
 * the choice.
 *
 * @param predIou masks whose predicted IoU is not higher are dropped; 0 drops none
 * @param stabilityScore masks with a lower stability are dropped; 0 drops none
 * @param boxNms greatest IoU of the boxes of two masks of a crop
 * @param cropNms greatest IoU of the boxes of two masks, where there are crops
 * @param select how many masks to choose at most; 0 to choose none
 */
public record EverythingFilter(
    double predIou, double stabilityScore, double boxNms, double cropNms, int select) {
  /** Meta's defaults: what passes is good. */
  private static final EverythingFilter STRICT = new EverythingFilter(0.88, 0.95, 0.7, 0.7, 0);

  /** What passes is not hopeless. */
  private static final EverythingFilter LOOSE = new EverythingFilter(0.3, 0.2, 0.9, 0.9, 0);

  /** What the options mean for a model with these recommendations. */
  public static EverythingFilter of(EverythingOptions options, ModelInfo.Thresholds recommended) {
    int select = select(options, recommended);
    if (select > 0) {
      OptionalDouble none = OptionalDouble.empty();
      return of(options, none, none, LOOSE, select);
    }
    return of(options, recommended.predIou(), recommended.stabilityScore(), STRICT, 0);
  }

  private static int select(EverythingOptions options, ModelInfo.Thresholds recommended) {
    Integer asked = options.select();
    if (asked != null) {
      return asked;
    }
    // Who gives thresholds wants what passes them.
    boolean thresholds = options.predIouThresh() != null || options.stabilityScoreThresh() != null;
    return thresholds ? 0 : Math.max(0, recommended.select().orElse(0));
  }

  private static EverythingFilter of(
      EverythingOptions options,
      OptionalDouble predIou,
      OptionalDouble stabilityScore,
      EverythingFilter otherwise,
      int select) {
    return new EverythingFilter(
        first(options.predIouThresh(), predIou.orElse(otherwise.predIou)),
        first(options.stabilityScoreThresh(), stabilityScore.orElse(otherwise.stabilityScore)),
        first(options.boxNmsThresh(), otherwise.boxNms),
        first(options.cropNmsThresh(), otherwise.cropNms),
        select);
  }

  private static double first(@Nullable Double asked, double otherwise) {
    return asked != null ? asked : otherwise;
  }
}
