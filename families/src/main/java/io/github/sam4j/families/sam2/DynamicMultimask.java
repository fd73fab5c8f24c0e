package io.github.sam4j.families.sam2;

import io.github.sam4j.core.mask.StabilityScore;
import io.github.sam4j.decoder.MaskChoice;
import io.github.sam4j.decoder.MaskRequest;
import io.github.sam4j.decoder.MaskSet;
import io.github.sam4j.prompt.MaskOption;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * SAM 2's choice: as SAM's, but that a single mask which is not stable gives way to the best of the
 * others ({@code dynamic_multimask_via_stability}). The IoU head's answers are logits.
 *
 * @param tokens how many mask tokens there are
 * @param dynamic whether unstable masks give way
 * @param delta how far from 0 the mask is cut to measure its stability, in logits
 * @param threshold a mask of this stability is stable
 */
record DynamicMultimask(int tokens, boolean dynamic, double delta, double threshold)
    implements MaskChoice {
  @Override
  public int masks(MaskRequest request) {
    return MaskChoice.sam(tokens).masks(request);
  }

  @Override
  public List<Candidates> candidates(MaskRequest request, float[] iou) {
    float[] probabilities = probabilities(iou);
    boolean gives =
        dynamic
            && tokens > 1
            && request.masks() == MaskSet.SINGLE
            && !request.options().contains(MaskOption.STATIC_SINGLE_MASK);
    if (gives) {
      int best = best(probabilities);
      float most = Math.max(probabilities[0], probabilities[best]);
      return List.of(new Candidates(List.of(0, best), most));
    }
    return MaskChoice.sam(tokens).candidates(request, probabilities);
  }

  @Override
  public Answer answer(Candidates candidates, List<FloatBuffer> logits, float[] iou) {
    int chosen = 0;
    if (candidates.tokens().size() > 1 && stability(logits.get(0)) < threshold) {
      chosen = 1;
    }
    return new Answer(logits.get(chosen), probability(iou[candidates.tokens().get(chosen)]));
  }

  private double stability(FloatBuffer logits) {
    long above = 0;
    long below = 0;
    for (int i = 0; i < logits.limit(); i++) {
      float logit = logits.get(i);
      above += logit > (float) delta ? 1 : 0;
      below += logit > (float) -delta ? 1 : 0;
    }
    return below == 0 ? 1 : StabilityScore.of(above, below);
  }

  /** The best of the mask tokens but the first. */
  private int best(float[] probabilities) {
    int best = 1;
    for (int token = 2; token < tokens; token++) {
      if (probabilities[token] > probabilities[best]) {
        best = token;
      }
    }
    return best;
  }

  private static float[] probabilities(float[] logits) {
    float[] probabilities = new float[logits.length];
    for (int i = 0; i < logits.length; i++) {
      probabilities[i] = probability(logits[i]);
    }
    return probabilities;
  }

  private static float probability(float logit) {
    return (float) (1 / (1 + Math.exp(-logit)));
  }
}
