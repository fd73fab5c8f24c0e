package io.github.sam4j.decoder;

import io.github.sam4j.core.parameters.StoredLayers;
import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.FeatureMaps;
import io.github.sam4j.core.tensor.Norm;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.core.tensor.TransposedConvolution;

/**
 * SAM's: two transposed convolutions to four times the image's side, each with GELU, and a layer
 * norm behind the first.
 */
public final class OutputUpscaling implements Upscaling {
  /** Of the norm behind the first convolution, in all published models. */
  public static final float EPSILON = 1e-6f;

  private final TransposedConvolution first;
  private final Norm norm;
  private final TransposedConvolution second;
  private final boolean highResolution;

  /**
   * Loads its weights.
   *
   * @param channels C, of the image
   * @param highResolution whether pictures have {@link HighResolution} features, which it adds
   * @throws io.github.sam4j.core.error.WeightsFormatException if a tensor is missing or has another
   *     shape
   */
  public OutputUpscaling(StoredLayers layers, int channels, boolean highResolution) {
    this.highResolution = highResolution;
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
  public FeatureMaps features(Operators ops, FeatureMaps image) {
    return highResolution ? HighResolution.of(image).maps() : Upscaling.super.features(ops, image);
  }

  @Override
  public Tensor run(Operators ops, Tensor image, FeatureMaps features) {
    HighResolution finer = highResolution ? HighResolution.of(features) : null;
    Tensor x = ops.transposedConvolution(image, first, Activation.NONE);
    if (finer != null) {
      x = ops.add(x, finer.s1());
    }
    x = ops.activate(ops.layerNorm(x, norm), Activation.GELU);
    if (finer == null) {
      return ops.transposedConvolution(x, second, Activation.GELU);
    }
    Tensor wide = ops.transposedConvolution(x, second, Activation.NONE);
    return ops.activate(ops.add(wide, finer.s0()), Activation.GELU);
  }
}
