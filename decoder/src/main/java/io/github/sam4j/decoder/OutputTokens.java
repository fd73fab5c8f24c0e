package io.github.sam4j.decoder;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.prompt.EncodedPrompts;
import java.util.Arrays;

/**
 * The learned tokens that go before those of every prompt and that the results are read from: in
 * SAM one for the predicted IoU and one for each mask. Models may have others before or after
 * these.
 *
 * @param tokens all of them: (fixed, C)
 * @param iou index of the token that predicts the IoU
 * @param firstMask index of the first mask token; the others follow it
 * @param masks how many mask tokens there are, at least 1
 */
public record OutputTokens(Tensor tokens, int iou, int firstMask, int masks) {
  /** Checks that there are such tokens. */
  public OutputTokens {
    if (tokens.rank() != 2
        || iou < 0
        || iou >= tokens.dim(0)
        || firstMask < 0
        || masks < 1
        || masks > tokens.dim(0) - firstMask) {
      throw new IllegalArgumentException(
          "expected an IoU token and mask tokens among the output tokens, found %d and %d from %d in %s"
              .formatted(iou, masks, firstMask, tokens));
    }
  }

  /**
   * SAM's: the IoU token, then the mask tokens.
   *
   * @param parameters of the mask decoder
   * @param channels C
   * @throws WeightsFormatException if a tensor is missing or has another shape
   */
  public static OutputTokens load(Engine engine, Parameters parameters, int channels) {
    float[] maskTokens = parameters.values("mask_tokens.weight");
    int masks = maskTokens.length / channels;
    parameters.values("mask_tokens.weight", masks, channels);
    float[] iouToken = parameters.values("iou_token.weight", 1, channels);
    float[] all = Arrays.copyOf(iouToken, (1 + masks) * channels);
    System.arraycopy(maskTokens, 0, all, channels, maskTokens.length);
    return new OutputTokens(engine.tensor(all, 1 + masks, channels), 0, 1, masks);
  }

  /**
   * SAM 2's: the object score token, then SAM's.
   *
   * @see #load
   */
  public static OutputTokens withObjectScore(Engine engine, Parameters parameters, int channels) {
    OutputTokens sam = load(engine, parameters, channels);
    float[] score = parameters.values("obj_score_token.weight", 1, channels);
    float[] all = Arrays.copyOf(score, (1 + sam.count()) * channels);
    System.arraycopy(sam.tokens.toArray(), 0, all, channels, sam.count() * channels);
    return new OutputTokens(engine.tensor(all, 1 + sam.count(), channels), 1, 2, sam.masks);
  }

  /** How many there are. */
  public int count() {
    return tokens.dim(0);
  }

  /** C. */
  public int channels() {
    return tokens.dim(1);
  }

  /** Followed by each prompt's own: (P, fixed + N, C). */
  Tensor before(Operators ops, EncodedPrompts prompts) {
    int own = prompts.tokens();
    Tensor all = ops.empty(prompts.prompts(), count() + own, channels());
    for (int p = 0; p < prompts.prompts(); p++) {
      ops.copy(all.select(0, p).slice(0, 0, count()), tokens);
    }
    if (own > 0) {
      ops.copy(all.slice(1, count(), count() + own), prompts.sparse());
    }
    return all;
  }
}
