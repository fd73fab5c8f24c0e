package io.github.sam4j.prompt;

import io.github.sam4j.core.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A batch of P encoded prompts; lives as long as the operators' frame that it was made in.
 *
 * @param sparse one token for each click, padding point and box corner: (P, N, C); N is 0 for masks
 *     alone
 * @param dense one embedding for each cell of the grid, from the prompts' masks: (P, G x G, C);
 *     null when the prompts have none
 */
public record EncodedPrompts(Tensor sparse, @Nullable Tensor dense) {
  /** P. */
  public int prompts() {
    return sparse.dim(0);
  }

  /** N. */
  public int tokens() {
    return sparse.dim(1);
  }

  /** The prompts {@code from} (inclusive) to {@code to} (exclusive), as views. */
  public EncodedPrompts slice(int from, int to) {
    return new EncodedPrompts(
        sparse.slice(0, from, to), dense == null ? null : dense.slice(0, from, to));
  }
}
