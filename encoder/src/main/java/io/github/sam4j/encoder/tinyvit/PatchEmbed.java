package io.github.sam4j.encoder.tinyvit;

import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.Convolution;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.encoder.FoldedConvolution;

/** The stem: two 3 x 3 convolutions of stride 2 with a GELU between them. */
final class PatchEmbed {
  private final Convolution first;
  private final Convolution second;

  PatchEmbed(Engine engine, Parameters parameters, TinyVitConfig config) {
    first = FoldedConvolution.full(engine, parameters.under("seq.0"), 3, config.stem(), 2);
    second =
        FoldedConvolution.full(
            engine, parameters.under("seq.2"), config.stem(), config.convolutions().dim(), 2);
  }

  /**
   * The first map.
   *
   * @param pixels (1, S, S, 3)
   * @return (1, S / 4, S / 4, dim)
   */
  Tensor apply(Operators ops, Tensor pixels) {
    Tensor half = ops.convolution(pixels, first, Activation.GELU);
    return ops.convolution(half, second, Activation.NONE);
  }
}
