package io.github.sam4j.decoder;

import io.github.sam4j.core.tensor.Tensor;
import java.util.function.UnaryOperator;

/**
 * What all prompts without a mask take from an image, plane by plane: projections of its cells,
 * before the first block (0), after it (1) and after the second (2), without what prompts add.
 *
 * @param keys0 of the first token-to-image attention, with positions: (B, width, N), as all that
 *     follow but for the last
 * @param values0 of the same, with bias
 * @param queries0 of the first image-to-token attention, with positions and bias
 * @param given0 products with what the first image-to-token attention gives
 * @param squares0 of the cells that its norm is given: (B, N)
 * @param keys1 of the second token-to-image attention
 * @param values1 of the same
 * @param queries1 of the second image-to-token attention
 * @param given1 products with what the first image-to-token attention gave
 * @param newGiven1 products with what the second gives
 * @param shift1 products with what is the same for all of that: (B, N)
 * @param squares1 of the cells that its norm is given: (B, N)
 * @param keys2 of the last token-to-image attention
 * @param values2 of the same
 * @param upscaled2 the first convolution of the upscaling: (B, 4 M, N)
 */
record SharedPlanes(
    Tensor keys0,
    Tensor values0,
    Tensor queries0,
    Tensor given0,
    Tensor squares0,
    Tensor keys1,
    Tensor values1,
    Tensor queries1,
    Tensor given1,
    Tensor newGiven1,
    Tensor shift1,
    Tensor squares1,
    Tensor keys2,
    Tensor values2,
    Tensor upscaled2) {
  /** The same planes, each replaced. */
  SharedPlanes map(UnaryOperator<Tensor> each) {
    return new SharedPlanes(
        each.apply(keys0),
        each.apply(values0),
        each.apply(queries0),
        each.apply(given0),
        each.apply(squares0),
        each.apply(keys1),
        each.apply(values1),
        each.apply(queries1),
        each.apply(given1),
        each.apply(newGiven1),
        each.apply(shift1),
        each.apply(squares1),
        each.apply(keys2),
        each.apply(values2),
        each.apply(upscaled2));
  }
}
