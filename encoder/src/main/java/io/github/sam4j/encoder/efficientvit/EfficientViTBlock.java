package io.github.sam4j.encoder.efficientvit;

import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.Frame;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;

/** Linear attention for what is far, and an inverted bottleneck for what is near. */
final class EfficientViTBlock implements Block {
  private final LiteMLA contextModule;
  private final MBConv localModule;

  EfficientViTBlock(Engine engine, Parameters parameters, BlockConfig.Attention config) {
    contextModule = new LiteMLA(engine, parameters.under("context_module.main"), config);
    localModule = new MBConv(engine, parameters.under("local_module.main"), config.local());
  }

  @Override
  public Tensor apply(Operators ops, Tensor x) {
    try (Frame scratch = ops.frame()) {
      contextModule.addTo(ops, x);
    }
    return localModule.apply(ops, x);
  }
}
