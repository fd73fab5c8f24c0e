package io.github.sam4j.decoder;

import io.github.sam4j.core.tensor.Tensor;
import java.util.function.UnaryOperator;

/**
 * What the first token-to-image attention takes from an image that all prompts share.
 *
 * @param keys k: (1, G x G, width)
 * @param values v: (1, G x G, width)
 */
record ImageSide(Tensor keys, Tensor values) {
  /** The same, each replaced. */
  ImageSide map(UnaryOperator<Tensor> each) {
    return new ImageSide(each.apply(keys), each.apply(values));
  }
}
