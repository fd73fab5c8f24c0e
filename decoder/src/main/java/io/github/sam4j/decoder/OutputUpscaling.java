package io.github.sam4j.decoder;

import io.github.sam4j.core.parameters.StoredLayers;
import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.Norm;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.core.tensor.TransposedConvolution;

/** Brings the image to four times its side: two transposed convolutions, each with GELU. */
final class OutputUpscaling {
  static final float EPSILON = 1e-6f;

  private final TransposedConvolution first;
  private final Norm norm;
  private final TransposedConvolution second;

  OutputUpscaling(StoredLayers layers, int channels) {
    int middle = layers.outputs("0");
    int last = layers.outputs("3");
    first = layers.transposedConvolution("0", channels, middle);
    norm = layers.norm("1", middle, EPSILON);
    second = layers.transposedConvolution("3", middle, last);
  }

  /** Channels of the result. */
  int outputs() {
    return second.outputs();
  }

  /**
   * Runs it.
   *
   * @param image (batch, G, G, C)
   * @return (batch, 4 G, 4 G, outputs)
   */
  Tensor run(Operators ops, Tensor image) {
    Tensor x = ops.transposedConvolution(image, first, Activation.NONE);
    x = ops.activate(ops.layerNorm(x, norm), Activation.GELU);
    return ops.transposedConvolution(x, second, Activation.GELU);
  }
}
