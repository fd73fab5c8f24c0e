package io.github.sam4j.decoder;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a mask decoder makes of its output tokens.
 *
 * @param hypernetworks what makes a filter of each mask token, in the tokens' order
 * @param iou predicts qualities from the IoU token, as the decoder's {@link MaskChoice} understands
 *     them
 * @param objectScore tells from the first token how surely there is an object, as a logit; null
 *     where the model has no such token
 */
public record DecoderHeads(List<Mlp> hypernetworks, Mlp iou, @Nullable Mlp objectScore) {
  /** Copies the list. */
  public DecoderHeads {
    hypernetworks = List.copyOf(hypernetworks);
  }
}
