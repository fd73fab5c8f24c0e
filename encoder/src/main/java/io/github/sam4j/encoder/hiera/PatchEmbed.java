package io.github.sam4j.encoder.hiera;

import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.parameters.StoredLayers;
import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.Convolution;
import io.github.sam4j.core.tensor.ConvolutionShape;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;

/** Overlapping patches of 7 x 7 pixels, four pixels apart, each projected to a token. */
final class PatchEmbed {
  private final Convolution proj;

  PatchEmbed(Engine engine, Parameters parameters, int dim) {
    StoredLayers layers = new StoredLayers(engine, parameters);
    proj =
        layers.convolution("proj", new ConvolutionShape(3, dim, 7, HieraConfig.PATCH_STRIDE, 3, 1));
  }

  /**
   * The tokens.
   *
   * @param pixels (S, S, 3)
   * @return (S / 4, S / 4, dim)
   */
  Tensor apply(Operators ops, Tensor pixels) {
    int size = pixels.dim(0);
    return ops.convolution(pixels.reshape(1, size, size, 3), proj, Activation.NONE).select(0, 0);
  }
}
