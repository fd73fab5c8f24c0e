package io.github.sam4j.encoder.repvit;

import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.Linear;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;

/** Scales each channel of a map by what the means of all channels say (Hu et al. 2018). */
final class SqueezeExcite {
  private final Linear fc1;
  private final Linear fc2;

  SqueezeExcite(Engine engine, Parameters parameters, int channels, int squeeze) {
    fc1 = pointwise(engine, parameters.under("fc1"), channels, squeeze);
    fc2 = pointwise(engine, parameters.under("fc2"), squeeze, channels);
  }

  private static Linear pointwise(Engine engine, Parameters parameters, int inputs, int outputs) {
    return engine.linear(
        inputs,
        outputs,
        parameters.values("weight", outputs, inputs, 1, 1),
        parameters.values("bias", outputs));
  }

  /**
   * Scales a map where it lies.
   *
   * @param x (1, side, side, channels)
   */
  void scale(Operators ops, Tensor x) {
    ops.squeezeExcite(x, fc1, fc2);
  }
}
