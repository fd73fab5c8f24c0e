package io.github.sam4j.decoder;

import java.util.stream.IntStream;

/**
 * The masks of a batch while they are made: which tokens are asked, what IoU is predicted for them,
 * and the logits of those that are worth expanding. Masks are numbered prompt by prompt.
 */
final class Expansion {
  private final int firstToken;
  private final int tokens;
  private final float above;
  private final int side;
  private final float[] logits;
  private final float[] iou;

  /**
   * Nothing yet.
   *
   * @param above masks of this predicted IoU or less are not worth it
   */
  Expansion(int prompts, int firstToken, int tokens, float above, int side) {
    this.firstToken = firstToken;
    this.tokens = tokens;
    this.above = above;
    this.side = side;
    logits = new float[Math.toIntExact((long) prompts * tokens * side * side)];
    iou = new float[prompts * tokens];
  }

  int firstToken() {
    return firstToken;
  }

  /** How many masks each prompt has. */
  int tokens() {
    return tokens;
  }

  /**
   * Sets the predicted IoU of all masks of some prompts.
   *
   * @param start the first of the prompts
   * @param scores of each prompt's mask tokens, asked or not
   * @param perPrompt how many there are
   */
  void score(int start, float[] scores, int perPrompt) {
    for (int p = 0; p < scores.length / perPrompt; p++) {
      System.arraycopy(scores, p * perPrompt + firstToken, iou, (start + p) * tokens, tokens);
    }
  }

  /** The masks of these prompts to expand. */
  int[] wanted(int start, int prompts) {
    return IntStream.range(start * tokens, (start + prompts) * tokens)
        .filter(mask -> !(iou[mask] <= above))
        .toArray();
  }

  /** Sets the logits of some masks. */
  void put(int[] masks, float[] values) {
    for (int i = 0; i < masks.length; i++) {
      System.arraycopy(values, i * side * side, logits, masks[i] * side * side, side * side);
    }
  }

  DecodedMasks masks() {
    return new DecodedMasks(iou.length / tokens, tokens, side, logits, iou);
  }
}
