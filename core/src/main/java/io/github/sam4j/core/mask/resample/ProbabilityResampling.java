package io.github.sam4j.core.mask.resample;

import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.core.mask.LowResolutionLogits;
import io.github.sam4j.core.mask.MaskProjection;
import io.github.sam4j.core.mask.StabilityScore;
import io.github.sam4j.core.mask.ThresholdedMask;

/**
 * Masks from interpolated probabilities, of a picture that fills the model's input: logits go
 * through the logistic function, then bilinear straight to the picture, and are cut there at the
 * threshold's probability, 0.5 for 0.
 *
 * @param original the picture's size
 */
public record ProbabilityResampling(ImageSize original) implements MaskProjection {
  /** The interpolated probabilities as logits, so that thresholds mean what they mean elsewhere. */
  @Override
  public float[] logits(LowResolutionLogits logits) {
    float[] values = straight(logits.side()).logits(probabilities(logits));
    for (int i = 0; i < values.length; i++) {
      double p = values[i];
      values[i] = (float) Math.log(p / (1 - p));
    }
    return values;
  }

  @Override
  public ThresholdedMask cut(LowResolutionLogits logits, double threshold, double stabilityOffset) {
    LowResolutionLogits probabilities = probabilities(logits);
    LogitResampling straight = straight(logits.side());
    double middle = logistic(threshold);
    double above = logistic(threshold + stabilityOffset);
    if (threshold == 0) {
      // Both offsets are equally far from 0.5: one run does.
      return straight.cut(probabilities, middle, above - middle);
    }
    double below = logistic(threshold - stabilityOffset);
    return new ThresholdedMask(
        straight.thresholded(probabilities, (float) middle),
        StabilityScore.of(
            straight.thresholded(probabilities, (float) above),
            straight.thresholded(probabilities, (float) below)));
  }

  private LogitResampling straight(int side) {
    return new LogitResampling(side, side, new ImageSize(side, side), original);
  }

  private static LowResolutionLogits probabilities(LowResolutionLogits logits) {
    float[] values = logits.values();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) logistic(values[i]);
    }
    return new LowResolutionLogits(logits.side(), values);
  }

  private static double logistic(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}
