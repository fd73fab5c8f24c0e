package io.github.sam4j.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.EngineOptions;
import io.github.sam4j.core.tensor.Engines;
import io.github.sam4j.core.tensor.Precision;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How an engine is chosen where this one is the only one. */
class EnginesOnTheClassPathTest {
  private static final EngineOptions OPTIONS = new EngineOptions(1, Precision.F32);

  private final String before = System.getProperty(Engines.PROPERTY);

  @AfterEach
  void restore() {
    if (before == null) {
      System.clearProperty(Engines.PROPERTY);
    } else {
      System.setProperty(Engines.PROPERTY, before);
    }
  }

  @Test
  void findsTheEngineOnTheClassPath() {
    System.clearProperty(Engines.PROPERTY);
    try (Engine engine = Engines.create(OPTIONS)) {
      assertThat(engine.name()).isEqualTo("portable");
      assertThat(engine.options()).isEqualTo(OPTIONS);
    }
  }

  @Test
  void thePropertyNamesTheEngine() {
    System.setProperty(Engines.PROPERTY, " Portable ");
    try (Engine engine = Engines.create(OPTIONS)) {
      assertThat(engine.name()).isEqualTo("portable");
    }
  }

  @Test
  void anUnknownNameIsRefusedWithTheKnownOnes() {
    System.setProperty(Engines.PROPERTY, "abacus");
    assertThatIllegalStateException()
        .isThrownBy(() -> Engines.create(OPTIONS))
        .withMessageContainingAll("abacus", "portable");
  }
}
