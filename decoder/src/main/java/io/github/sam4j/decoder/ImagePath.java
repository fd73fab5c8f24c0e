package io.github.sam4j.decoder;

import io.github.sam4j.core.tensor.FeatureMaps;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * How a decoder takes an image through its two-way transformer and its upscaling: {@link CellsPath}
 * computes the cells of every prompt's image, {@link FactoredPath} what prompts add to those that
 * all share. A model whose upscaling is another brings an {@link Upscaling} of its own, and goes
 * cell by cell.
 *
 * <p>Immutable and thread-safe.
 */
public interface ImagePath {
  /** Side of the masks in pixels, 4 G. */
  int maskSide();

  /** L, values of the filter that a mask token makes of itself. */
  int filterWidth();

  /**
   * What the activations of one prompt take, roughly, in bytes; tells how many prompts to decode
   * together.
   *
   * @param tokens of the prompt, with the output tokens
   * @param dense whether it has a mask
   */
  long bytesPerPrompt(Operators ops, int tokens, boolean dense);

  /**
   * Computes everything that depends on the image alone, once for all prompts.
   *
   * @param image what the model's image encoder gave; copied
   * @return to be closed by the caller
   * @throws IllegalArgumentException if a map is missing or has another shape
   */
  PreparedImage prepare(Operators ops, FeatureMaps image);

  /**
   * Runs the transformer. Results live in the innermost frame that is open.
   *
   * @param tokens output tokens, then the prompt's: (P, T, C)
   * @param dense mask embeddings: (P, G x G, C); null for prompts without a mask
   * @param image made by this path
   * @throws IllegalArgumentException for another path's image or other shapes
   * @throws IllegalStateException if the image is closed
   */
  Pass run(Operators ops, Tensor tokens, @Nullable Tensor dense, PreparedImage image);

  /** Prompts after the transformer. */
  interface Pass {
    /** The tokens: (P, T, C). */
    Tensor tokens();

    /** The most prompts to ask {@link #masks} for at once; 1 where what is upscaled is large. */
    int promptsAtOnce();

    /**
     * Upscales images and multiplies them with filters.
     *
     * @param filters of at most {@link #promptsAtOnce} prompts: (K, L), at least one
     * @param owners the prompt of each filter, 0 to P - 1, in ascending order: K
     * @param maskTokens the mask token of each filter: K
     * @return logits: K x 4 G x 4 G values, row-major
     */
    Tensor masks(Operators ops, Tensor filters, int[] owners, int[] maskTokens);
  }
}
