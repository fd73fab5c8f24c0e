package io.github.sam4j.benchmarks.peers;

import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.Engines;
import io.github.sam4j.core.tensor.Frame;
import io.github.sam4j.core.tensor.Linear;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import java.util.function.Supplier;

/**
 * The rate that this machine reaches in a matrix product of ViT-B's size with packed weights: the
 * yardstick for whole models.
 */
final class ProductRate implements Work {
  private static final int ROWS = 4096;
  private static final int INPUTS = 768;
  private static final int OUTPUTS = 3072;

  /** Of one product. */
  static final long MULTIPLY_ADDS = (long) ROWS * INPUTS * OUTPUTS;

  private final Engine engine;
  private final Operators ops;
  private final Linear layer;
  private final Tensor input;

  ProductRate(Settings settings) {
    engine = Engines.create(settings.engine());
    ops = engine.operators();
    layer =
        engine.linear(
            INPUTS, OUTPUTS, Inputs.values(INPUTS * OUTPUTS, 1), Inputs.values(OUTPUTS, 2));
    input = engine.tensor(Inputs.values(ROWS * INPUTS, 3), ROWS, INPUTS);
  }

  @Override
  public Supplier<float[]> run() {
    try (Frame frame = ops.frame()) {
      ops.linear(input, layer, Activation.NONE);
      return () -> new float[0];
    }
  }

  @Override
  public void close() {
    ops.close();
    engine.close();
  }
}
