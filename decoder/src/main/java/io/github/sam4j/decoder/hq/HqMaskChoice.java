package io.github.sam4j.decoder.hq;

import io.github.sam4j.decoder.MaskChoice;
import io.github.sam4j.decoder.MaskRequest;
import io.github.sam4j.decoder.MaskSet;
import io.github.sam4j.prompt.MaskOption;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * SAM-HQ's choice, always one mask: SAM's mask with the HQ token's added to it, or the latter alone
 * with {@link MaskOption#HQ_TOKEN_ONLY}. SAM's is the single one, or of the others the one that is
 * predicted to be the best; its predicted IoU is the answer's. Who asks for all masks gets what who
 * asks for multiple ones gets, as the authors' predictor never answers with more than one.
 *
 * @param hqToken number of the HQ token, the mask tokens of SAM being those before it
 */
record HqMaskChoice(int hqToken) implements MaskChoice {
  @Override
  public int masks(MaskRequest request) {
    return 1;
  }

  @Override
  public List<Candidates> candidates(MaskRequest request, float[] iou) {
    int token = request.masks() == MaskSet.SINGLE ? 0 : best(iou);
    boolean alone = request.options().contains(MaskOption.HQ_TOKEN_ONLY);
    return List.of(new Candidates(alone ? List.of(hqToken) : List.of(token, hqToken), iou[token]));
  }

  private int best(float[] iou) {
    int best = Math.min(1, hqToken - 1);
    for (int token = best + 1; token < hqToken; token++) {
      best = iou[token] > iou[best] ? token : best;
    }
    return best;
  }

  @Override
  public Answer answer(Candidates candidates, List<FloatBuffer> logits, float[] iou) {
    if (logits.size() == 1) {
      return MaskChoice.super.answer(candidates, logits, iou);
    }
    FloatBuffer one = logits.get(0);
    FloatBuffer other = logits.get(1);
    float[] sum = new float[one.remaining()];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = one.get(i) + other.get(i);
    }
    return new Answer(FloatBuffer.wrap(sum), candidates.iou());
  }
}
