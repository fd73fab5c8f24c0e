package io.github.sam4j.decoder;

import io.github.sam4j.decoder.MaskChoice.Answer;
import io.github.sam4j.decoder.MaskChoice.Candidates;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The masks of a batch of prompts while they are made, prompt by prompt. */
final class Answers {
  private final MaskChoice choice;
  private final MaskRequest request;
  private final int masks;
  private final int side;
  private final float[] logits;
  private final float[] iou;
  private float @Nullable [] objectScores;

  /**
   * Nothing yet.
   *
   * @param side of the masks
   */
  Answers(MaskChoice choice, MaskRequest request, int prompts, int side) {
    this.choice = choice;
    this.request = request;
    this.side = side;
    masks = choice.masks(request);
    logits = new float[Math.toIntExact((long) prompts * masks * side * side)];
    iou = new float[prompts * masks];
  }

  /**
   * A mask that is worth expanding.
   *
   * @param prompt its number in the batch
   * @param mask its number among the prompt's
   * @param candidates for it
   * @param scores of all mask tokens
   */
  record Wanted(int prompt, int mask, Candidates candidates, float[] scores) {}

  /**
   * Notes the predicted IoU of a prompt's masks.
   *
   * @param scores of all mask tokens
   * @return the masks to expand, in order
   */
  List<Wanted> score(int prompt, float[] scores) {
    List<Candidates> candidates = choice.candidates(request, scores);
    List<Wanted> wanted = new ArrayList<>();
    for (int mask = 0; mask < masks; mask++) {
      Candidates own = candidates.get(mask);
      iou[prompt * masks + mask] = own.iou();
      // Not a number is not known to be too little.
      if (!(own.iou() <= request.above())) {
        wanted.add(new Wanted(prompt, mask, own, scores));
      }
    }
    return wanted;
  }

  /**
   * Sets masks.
   *
   * @param wanted some masks
   * @param expanded the logits of all their candidates, one after the other
   */
  void put(List<Wanted> wanted, float[] expanded) {
    int size = side * side;
    int from = 0;
    for (Wanted mask : wanted) {
      List<FloatBuffer> candidates = new ArrayList<>();
      for (int i = 0; i < mask.candidates().tokens().size(); i++) {
        candidates.add(FloatBuffer.wrap(expanded, from, size).slice());
        from += size;
      }
      Answer answer = choice.answer(mask.candidates(), candidates, mask.scores());
      int at = mask.prompt() * masks + mask.mask();
      FloatBuffer.wrap(logits, at * size, size).put(answer.logits());
      iou[at] = answer.iou();
    }
  }

  /** Notes the object scores of some prompts, of which {@code start} is the first. */
  void objectScores(int start, float[] scores) {
    float[] all = objectScores;
    if (all == null) {
      all = new float[iou.length / masks];
      objectScores = all;
    }
    System.arraycopy(scores, 0, all, start, scores.length);
  }

  DecodedMasks masks() {
    return new DecodedMasks(iou.length / masks, masks, side, logits, iou, objectScores);
  }
}
