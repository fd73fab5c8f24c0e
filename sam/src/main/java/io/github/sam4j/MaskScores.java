package io.github.sam4j;

import io.github.sam4j.core.mask.StabilityScore;
import io.github.sam4j.decoder.DecodedMasks;
import io.github.sam4j.prompt.MaskOrder;

/** What decoded masks are ranked by. */
final class MaskScores {
  private static final double THRESHOLD = 0;

  private MaskScores() {}

  /** A score for each mask of a prompt, in the decoder's order. */
  static float[] of(DecodedMasks decoded, int prompt, MaskOrder order) {
    float[] scores = new float[decoded.masks()];
    for (int mask = 0; mask < scores.length; mask++) {
      scores[mask] =
          order instanceof MaskOrder.Stability stability
              ? StabilityScore.of(
                  decoded.mask(prompt, mask).values(), THRESHOLD, stability.offset())
              : decoded.iou(prompt, mask);
    }
    return scores;
  }
}
