package io.github.sam4j.core.tensor;

import java.util.function.UnaryOperator;

/**
 * Features of a picture that a {@link FactoredUpscaling} adds on its way, the same for all maps,
 * with the first convolution's places and the cells where the upscaling has them.
 *
 * @param first added to what the first convolution gives, rows in its order: (B, 4 M, N)
 * @param second added to what the second convolution gives, rows by the place in the second kernel,
 *     then by channel, then by the place in the first kernel: (B, 16 L, N)
 */
public record FactoredFeatures(Tensor first, Tensor second) {
  /** The same, each replaced. */
  public FactoredFeatures map(UnaryOperator<Tensor> each) {
    return new FactoredFeatures(each.apply(first), each.apply(second));
  }
}
