package io.github.sam4j.core.tensor;

import org.jspecify.annotations.Nullable;

/**
 * What tokens give to their attention to or from a {@link FactoredMap}.
 *
 * @param tokens queries or keys, to be multiplied with planes: (P, T, width)
 * @param basis their products with the maps' basis, token by token and for each token head by head:
 *     (P, T x heads, R); null for maps without one
 */
public record TokenProjections(Tensor tokens, @Nullable Tensor basis) {}
