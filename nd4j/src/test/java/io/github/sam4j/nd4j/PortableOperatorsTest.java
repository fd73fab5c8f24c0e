package io.github.sam4j.nd4j;

import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.EngineOptions;
import io.github.sam4j.core.tensor.Engines;
import io.github.sam4j.core.tensor.OperatorContract;

/** The portable engine keeps the operators' contract. */
class PortableOperatorsTest extends OperatorContract {
  @Override
  protected Engine engine() {
    return Engines.create(PortableEngine.NAME, EngineOptions.defaults());
  }
}
