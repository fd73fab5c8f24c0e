package io.github.sam4j.decoder;

import io.github.sam4j.core.mask.LowResolutionLogits;
import java.util.Arrays;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * The masks of a batch of prompts, as the decoder gives them; the arrays are not copied.
 *
 * @param prompts P
 * @param masks K, the masks of each prompt, in the order of {@link MaskChoice}
 * @param side 4 G, cells along a mask's side
 * @param logits (P, K, side, side), row-major; positive is inside
 * @param iou predicted IoU of each mask with the truth: (P, K)
 * @param objectScores how surely there is an object where each prompt points, as logits: (P); null
 *     where the model does not tell
 */
public record DecodedMasks(
    int prompts,
    int masks,
    int side,
    float[] logits,
    float[] iou,
    float @Nullable [] objectScores) {
  /** Of a model without object scores. */
  public DecodedMasks(int prompts, int masks, int side, float[] logits, float[] iou) {
    this(prompts, masks, side, logits, iou, null);
  }

  /** Checks that the arrays have the sizes told. */
  public DecodedMasks {
    if (logits.length != prompts * masks * side * side || iou.length != prompts * masks) {
      throw new IllegalArgumentException(
          "%d x %d masks of side %d need %d logits and %d scores, found %d and %d"
              .formatted(
                  prompts,
                  masks,
                  side,
                  prompts * masks * side * side,
                  prompts * masks,
                  logits.length,
                  iou.length));
    }
  }

  /** One mask's logits, copied. */
  public LowResolutionLogits mask(int prompt, int mask) {
    int from = (prompt * masks + mask) * side * side;
    return new LowResolutionLogits(side, Arrays.copyOfRange(logits, from, from + side * side));
  }

  /** One mask's predicted IoU. */
  public float iou(int prompt, int mask) {
    return iou[prompt * masks + mask];
  }

  /** One prompt's object score, a logit; empty where the model does not tell. */
  public OptionalDouble objectScore(int prompt) {
    float[] scores = objectScores;
    return scores == null ? OptionalDouble.empty() : OptionalDouble.of(scores[prompt]);
  }

  /** One prompt's masks, best predicted IoU first. */
  public int[] ranking(int prompt) {
    return MaskRanking.bestFirst(Arrays.copyOfRange(iou, prompt * masks, (prompt + 1) * masks));
  }
}
