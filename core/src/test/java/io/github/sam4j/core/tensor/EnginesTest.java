package io.github.sam4j.core.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import org.junit.jupiter.api.Test;

class EnginesTest {
  private static final EngineOptions OPTIONS = new EngineOptions(1, Precision.F32);

  @Test
  void anUnknownNameIsRefused() {
    assertThatIllegalStateException()
        .isThrownBy(() -> Engines.create("abacus", OPTIONS))
        .withMessageContaining("abacus");
  }

  @Test
  void theHighestPriorityThatCanRunWins() {
    List<EngineProvider> providers =
        List.of(new Fake("slow", 0, ""), new Fake("fast", 10, ""), new Fake("best", 20, "no GPU"));
    assertThatIllegalStateException()
        .isThrownBy(() -> Engines.best(providers, OPTIONS))
        .withMessage("made fast");
  }

  @Test
  void saysWhyNoEngineCanRun() {
    List<EngineProvider> providers =
        List.of(new Fake("slow", 0, "no backend"), new Fake("fast", 10, "no module"));
    assertThatIllegalStateException()
        .isThrownBy(() -> Engines.best(providers, OPTIONS))
        .withMessageContainingAll("'slow': no backend", "'fast': no module");
  }

  /** Says by an exception that it was asked to make its engine. */
  private record Fake(String name, int priority, String unavailable) implements EngineProvider {
    @Override
    public Engine create(EngineOptions options) {
      throw new IllegalStateException("made " + name);
    }
  }

  @Test
  void anEngineNeedsAThread() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new EngineOptions(0, Precision.F32))
        .withMessageContaining("0");
    assertThat(EngineOptions.defaults().threads()).isPositive();
  }
}
