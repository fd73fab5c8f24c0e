package io.github.sam4j.decoder.factored;

import io.github.sam4j.core.tensor.FactoredFeatures;
import io.github.sam4j.core.tensor.Tensor;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What the upscaling of all prompts without a mask takes from an image, block of cells by block and
 * plane by plane.
 *
 * @param first the first convolution of the image's part of the cells, without its bias: (B, 4 M,
 *     N)
 * @param features finer ones of the picture, to be added on the way; null where the model has none
 */
public record UpscaledPlanes(Tensor first, @Nullable FactoredFeatures features) {
  /** The same planes, each replaced. */
  public UpscaledPlanes map(UnaryOperator<Tensor> each) {
    return new UpscaledPlanes(each.apply(first), features == null ? null : features.map(each));
  }
}
