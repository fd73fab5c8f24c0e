package io.github.sam4j.decoder.factored;

import io.github.sam4j.core.tensor.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What all prompts without a mask take from an image: the image's part of every projection of its
 * cells, block of cells by block and plane by plane.
 *
 * @param toImage0 for the first block's token-to-image attention
 * @param toTokens0 for the first block's image-to-token attention
 * @param toImage1 for the second block's token-to-image attention
 * @param toTokens1 for the second block's image-to-token attention
 * @param toImage2 for the last token-to-image attention
 */
public record ImagePlanes(
    ToImage toImage0, ToTokens toTokens0, ToImage toImage1, ToTokens toTokens1, ToImage toImage2) {
  /**
   * For a token-to-image attention.
   *
   * @param keys with positions before the first block, else without: (B, width, N)
   * @param values with the bias before the first block, else without: (B, width, N)
   */
  public record ToImage(Tensor keys, Tensor values) {
    ToImage map(UnaryOperator<Tensor> each) {
      return new ToImage(each.apply(keys), each.apply(values));
    }
  }

  /**
   * For an image-to-token attention, its residual connection and its norm.
   *
   * @param queries with positions and bias before the first block, else without: (B, width, N)
   * @param overlaps products of the sum's image with the matrices of its prompt's vectors, M^T
   *     image: each (B, width, N)
   * @param shift products of the sum's image with what is added to every cell: (B, N); null where
   *     the image has it already
   * @param squares of the sum's image: (B, N)
   */
  public record ToTokens(
      Tensor queries, List<Tensor> overlaps, @Nullable Tensor shift, Tensor squares) {
    /** Copies the list. */
    public ToTokens {
      overlaps = List.copyOf(overlaps);
    }

    ToTokens map(UnaryOperator<Tensor> each) {
      return new ToTokens(
          each.apply(queries),
          overlaps.stream().map(each).toList(),
          shift == null ? null : each.apply(shift),
          each.apply(squares));
    }
  }

  /** The same planes, each replaced. */
  public ImagePlanes map(UnaryOperator<Tensor> each) {
    return new ImagePlanes(
        toImage0.map(each),
        toTokens0.map(each),
        toImage1.map(each),
        toTokens1.map(each),
        toImage2.map(each));
  }
}
