package io.github.sam4j.encoder.repvit;

import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.Linear;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.encoder.FoldedConvolution;

/** A block's half within the cells: two 1 x 1 convolutions, GELU between, and the map added. */
final class ChannelMixer {
  private final Linear up;
  private final Linear down;

  /**
   * Packs it.
   *
   * @param parameters the names below {@code channel_mixer.}
   */
  ChannelMixer(Engine engine, Parameters parameters, int width, int hidden) {
    up = FoldedConvolution.pointwise(engine, parameters.under("m.0"), width, hidden);
    down = FoldedConvolution.pointwise(engine, parameters.under("m.2"), hidden, width);
  }

  /**
   * Adds what it makes of a map to the map.
   *
   * @param x (1, side, side, width)
   */
  void addTo(Operators ops, Tensor x) {
    ops.addFeedForwardTo(x, null, up, Activation.GELU, down);
  }
}
