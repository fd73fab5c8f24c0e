package io.github.sam4j.encoder.vit;

import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.parameters.StoredLayers;
import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.Convolution;
import io.github.sam4j.core.tensor.ConvolutionShape;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;

/** Cuts the picture into patches and projects each to a token. */
final class PatchEmbed {
  private final Convolution proj;

  PatchEmbed(Engine engine, Parameters parameters, VitConfig config) {
    int patch = config.patchSize();
    StoredLayers layers = new StoredLayers(engine, parameters);
    proj = layers.convolution("proj", new ConvolutionShape(3, config.dim(), patch, patch, 0, 1));
  }

  /**
   * The tokens.
   *
   * @param pixels (S, S, 3)
   * @return (G, G, dim)
   */
  Tensor apply(Operators ops, Tensor pixels) {
    int size = pixels.dim(0);
    Tensor tokens = ops.convolution(pixels.reshape(1, size, size, 3), proj, Activation.NONE);
    return tokens.reshape(tokens.dim(1), tokens.dim(2), tokens.dim(3));
  }
}
