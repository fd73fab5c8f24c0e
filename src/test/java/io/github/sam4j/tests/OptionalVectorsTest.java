package io.github.sam4j.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.EngineOptions;
import io.github.sam4j.core.tensor.Engines;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Precision;
import org.junit.jupiter.api.Test;

/** The cpu engine is chosen with and without the Vector API; this runs both ways. */
class OptionalVectorsTest {
  @Test
  void theCpuEngineNeedsNoIncubatingModule() {
    boolean vectors = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    try (Engine engine = Engines.create(new EngineOptions(1, Precision.F32));
        Operators ops = engine.operators()) {
      assertThat(engine.name()).isEqualTo("cpu");
      assertThat(ops.factoredMaps() != null).isEqualTo(vectors);
    }
  }
}
