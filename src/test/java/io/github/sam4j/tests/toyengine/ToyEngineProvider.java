package io.github.sam4j.tests.toyengine;

import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.EngineOptions;
import io.github.sam4j.core.tensor.EngineProvider;

/** Never the best: it must be asked for by its name. */
public final class ToyEngineProvider implements EngineProvider {
  @Override
  public String name() {
    return ToyEngine.NAME;
  }

  @Override
  public int priority() {
    return -1;
  }

  @Override
  public String unavailable() {
    return "";
  }

  @Override
  public Engine create(EngineOptions options) {
    return new ToyEngine(options);
  }
}
