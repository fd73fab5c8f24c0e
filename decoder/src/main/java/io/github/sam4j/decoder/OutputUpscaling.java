package io.github.sam4j.decoder;

import io.github.sam4j.core.parameters.StoredLayers;
import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.Norm;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.core.tensor.TransposedConvolution;
import org.jspecify.annotations.Nullable;

/** SAM's: two transposed convolutions, each with GELU, and a layer norm behind the first. */
public final class OutputUpscaling implements Upscaling {
  /** Of the norm behind the first convolution, in all published models. */
  public static final float EPSILON = 1e-6f;

  private final TransposedConvolution first;
  private final Norm norm;
  private final TransposedConvolution second;

  /**
   * Loads its weights.
   *
   * @param channels C, of the image
   * @throws io.github.sam4j.core.error.WeightsFormatException if a tensor is missing or has another
   *     shape
   */
  public OutputUpscaling(StoredLayers layers, int channels) {
    int middle = layers.outputs("0");
    first = layers.transposedConvolution("0", channels, middle);
    norm = layers.norm("1", middle, EPSILON);
    second = layers.transposedConvolution("3", middle, layers.outputs("3"));
  }

  @Override
  public int outputs() {
    return second.outputs();
  }

  @Override
  public Tensor run(Operators ops, Tensor image, @Nullable HighResolution features) {
    Tensor x = ops.transposedConvolution(image, first, Activation.NONE);
    if (features != null) {
      x = ops.add(x, features.s1());
    }
    x = ops.activate(ops.layerNorm(x, norm), Activation.GELU);
    if (features == null) {
      return ops.transposedConvolution(x, second, Activation.GELU);
    }
    Tensor wide = ops.transposedConvolution(x, second, Activation.NONE);
    return ops.activate(ops.add(wide, features.s0()), Activation.GELU);
  }
}
