package io.github.sam4j.decoder;

import io.github.sam4j.core.tensor.FeatureMaps;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import java.util.Map;

/**
 * How a decoder that goes cell by cell makes masks of the image behind its transformer: it brings
 * the image to the side of the masks and multiplies it with the filters of mask tokens.
 *
 * <p>Immutable and thread-safe; its weights belong to the engine that it was made with.
 */
public interface Upscaling {
  /** L, values of a filter. */
  int outputs();

  /**
   * What it takes from a picture besides what the transformer gives: the same for all prompts, so
   * asked for once. Nothing, unless the model says otherwise.
   *
   * @param image as the model's image encoder gave it
   * @return maps in scratch memory or those of {@code image}; the caller copies them
   * @throws IllegalArgumentException if a map is missing or has another shape
   */
  default FeatureMaps features(Operators ops, FeatureMaps image) {
    return new FeatureMaps(Map.of());
  }

  /**
   * Upscales one prompt's image.
   *
   * @param image (1, G, G, C)
   * @param features of its picture, as {@link #features} gave them
   * @return (1, 4 G, 4 G, L)
   */
  Tensor run(Operators ops, Tensor image, FeatureMaps features);

  /**
   * The masks of one prompt: filters times the upscaled image, unless some of the model's mask
   * tokens are multiplied with something else.
   *
   * @param image (1, G, G, C)
   * @param features of its picture, as {@link #features} gave them
   * @param filters (K, L), at least one
   * @param maskTokens the mask token of each filter: K
   * @return logits: K x 4 G x 4 G values, row-major
   */
  default Tensor masks(
      Operators ops, Tensor image, FeatureMaps features, Tensor filters, int[] maskTokens) {
    return product(ops, filters, run(ops, image, features));
  }

  /**
   * Filters times a map.
   *
   * @param filters (K, L)
   * @param map (1, rows, columns, L)
   * @return (1, K, rows x columns)
   */
  static Tensor product(Operators ops, Tensor filters, Tensor map) {
    int width = map.dim(3);
    return ops.matmulTransposed(
        filters.reshape(1, filters.dim(0), width), map.reshape(1, map.dim(1) * map.dim(2), width));
  }
}
