package io.github.sam4j.decoder;

import java.nio.FloatBuffer;
import java.util.List;

/**
 * Which of a decoder's mask tokens answer a prompt: asked once when their quality is predicted, to
 * tell which to expand to masks, and once with the masks.
 *
 * <p>Immutable and thread-safe.
 */
public interface MaskChoice {
  /** How many masks a prompt is answered with. */
  int masks(MaskRequest request);

  /**
   * What may become each of a prompt's masks.
   *
   * @param iou what the IoU head says of the mask tokens
   * @return one for each of {@link #masks}
   */
  List<Candidates> candidates(MaskRequest request, float[] iou);

  /**
   * One of a prompt's masks from those that may become it: the first of them, unless the model says
   * otherwise.
   *
   * @param logits of each candidate, 4 G x 4 G values; not to be changed
   * @param iou what the IoU head says of the mask tokens
   */
  default Answer answer(Candidates candidates, List<FloatBuffer> logits, float[] iou) {
    return new Answer(logits.get(0), candidates.iou());
  }

  /**
   * Mask tokens that may become one mask.
   *
   * @param tokens numbers of the mask tokens, at least one
   * @param iou the highest predicted IoU that the mask may get; if that is not enough for the
   *     caller, none of them is expanded
   */
  record Candidates(List<Integer> tokens, float iou) {
    /** Copies the list. */
    public Candidates {
      tokens = List.copyOf(tokens);
      if (tokens.isEmpty()) {
        throw new IllegalArgumentException("a mask needs a token, found none");
      }
    }
  }

  /**
   * A mask.
   *
   * @param logits 4 G x 4 G values
   * @param iou its predicted IoU
   */
  record Answer(FloatBuffer logits, float iou) {}

  /**
   * SAM's: token 0 for a single mask, the others for multiple ones.
   *
   * @param tokens how many mask tokens there are; a single one always answers
   */
  static MaskChoice sam(int tokens) {
    return new SamMaskChoice(tokens);
  }
}
