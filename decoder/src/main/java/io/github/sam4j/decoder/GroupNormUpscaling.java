package io.github.sam4j.decoder;

import io.github.sam4j.core.parameters.StoredLayers;
import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.FeatureMaps;
import io.github.sam4j.core.tensor.Norm;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.core.tensor.TransposedConvolution;

/**
 * EfficientSAM's: two transposed convolutions, each with GELU, and behind the first a group norm of
 * one group (Wu and He 2018), whose mean and variance are those of all cells and channels together.
 */
public final class GroupNormUpscaling implements Upscaling {
  private static final float EPSILON = 1e-5f;

  private final TransposedConvolution first;
  private final Norm norm;
  private final TransposedConvolution second;

  /**
   * Loads its weights.
   *
   * @param layers with {@code 0}, {@code 1} and {@code 3}, as SAM's upscaling has them
   * @param channels C, of the image
   * @param grid G, cells along the image's side
   * @throws io.github.sam4j.core.error.WeightsFormatException if a tensor is missing or has another
   *     shape
   */
  public GroupNormUpscaling(StoredLayers layers, int channels, int grid) {
    int middle = layers.outputs("0");
    first = layers.transposedConvolution("0", channels, middle);
    // With a gain and a bias for each value of the map, the map is one row of a layer norm.
    int cells = Math.multiplyExact(2 * grid, 2 * grid);
    norm =
        layers
            .engine()
            .norm(
                repeated(layers.weight("1", middle), cells),
                repeated(layers.bias("1", middle), cells),
                EPSILON);
    second = layers.transposedConvolution("3", middle, layers.outputs("3"));
  }

  private static float[] repeated(float[] values, int times) {
    float[] all = new float[Math.multiplyExact(values.length, times)];
    for (int i = 0; i < all.length; i += values.length) {
      System.arraycopy(values, 0, all, i, values.length);
    }
    return all;
  }

  @Override
  public int outputs() {
    return second.outputs();
  }

  @Override
  public Tensor run(Operators ops, Tensor image, FeatureMaps features) {
    Tensor x = ops.transposedConvolution(image, first, Activation.NONE);
    Tensor maps = ops.layerNorm(x.reshape(x.dim(0), norm.width()), norm);
    Tensor active = ops.activate(maps, Activation.GELU).reshape(x.shape());
    return ops.transposedConvolution(active, second, Activation.GELU);
  }
}
