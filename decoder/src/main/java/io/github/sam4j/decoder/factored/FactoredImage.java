package io.github.sam4j.decoder.factored;

import io.github.sam4j.core.tensor.FactoredMap;
import io.github.sam4j.core.tensor.Tensor;

/**
 * The images of some prompts after a block, before its last norm's gain and bias.
 *
 * @param map their coefficients and scales, with R terms
 * @param prompt the vectors that the terms stand for, the map's basis: (P, R, C)
 * @param values of the block's tokens, which the last of these vectors are made of: (P, T, width)
 */
public record FactoredImage(FactoredMap map, Tensor prompt, Tensor values) {}
