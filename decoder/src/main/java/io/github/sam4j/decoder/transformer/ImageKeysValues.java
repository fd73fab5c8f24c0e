package io.github.sam4j.decoder.transformer;

import io.github.sam4j.core.tensor.Tensor;
import java.util.function.UnaryOperator;

/**
 * The image's side of a {@link TokenToImageAttention}, for an image that all prompts share.
 *
 * @param keys k: (1, G x G, width)
 * @param values v: (1, G x G, width)
 */
public record ImageKeysValues(Tensor keys, Tensor values) {
  /** The same, each replaced. */
  public ImageKeysValues map(UnaryOperator<Tensor> each) {
    return new ImageKeysValues(each.apply(keys), each.apply(values));
  }
}
