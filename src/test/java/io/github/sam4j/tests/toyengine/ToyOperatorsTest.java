package io.github.sam4j.tests.toyengine;

import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.EngineOptions;
import io.github.sam4j.core.tensor.OperatorContract;

/** An engine without addresses keeps the operators' contract. */
class ToyOperatorsTest extends OperatorContract {
  @Override
  protected Engine engine() {
    return new ToyEngine(EngineOptions.defaults());
  }
}
