package io.github.sam4j.core.tensor;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a layer norm must know of a sum of a {@link FactoredMap} and an attention's result: enough
 * to tell the length of each cell without writing it out. Base and basis have a mean of 0 over
 * their channels, so that a cell's variance is its squared length.
 *
 * @param overlaps products of the basis with the base, in the order of the sum's terms
 * @param gram products of the basis with itself: (P, R, R), with R terms of the sum
 * @param squares of the base's cells with themselves: (B, N)
 * @param shift the base's products with a vector that each new term has a head's share of: (B, N);
 *     null if there is none
 * @param channels of the map
 * @param epsilon of the norm
 */
public record FactoredSum(
    List<Overlap> overlaps,
    Tensor gram,
    Tensor squares,
    @Nullable Tensor shift,
    int channels,
    float epsilon) {
  /**
   * Products of the base with vectors that are linear in tokens' heads.
   *
   * @param tokens (P, T, width)
   * @param planes (B, width, N): the product of head h of token t with a cell is the sum over the
   *     head's channels of tokens[p, t, c] planes[c, cell]
   */
  public record Overlap(Tensor tokens, Tensor planes) {}

  /** A sum that keeps its list. */
  public FactoredSum {
    overlaps = List.copyOf(overlaps);
  }
}
