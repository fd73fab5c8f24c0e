package io.github.sam4j.encoder.repvit;

import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.Convolution;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.encoder.FoldedConvolution;

/** Two 3 x 3 convolutions of stride 2 with a GELU between them. */
final class Stem {
  private final Convolution first;
  private final Convolution second;

  /**
   * Packs it.
   *
   * @param parameters the names below {@code features.0.}
   */
  Stem(Engine engine, Parameters parameters, RepViTConfig config) {
    first = FoldedConvolution.full(engine, parameters.under("0"), 3, config.stem(), 2);
    second =
        FoldedConvolution.full(engine, parameters.under("2"), config.stem(), config.width(0), 2);
  }

  /**
   * The first map.
   *
   * @param pixels (1, S, S, 3)
   * @return (1, S / 4, S / 4, width of the first stage)
   */
  Tensor apply(Operators ops, Tensor pixels) {
    return ops.convolution(
        ops.convolution(pixels, first, Activation.GELU), second, Activation.NONE);
  }
}
