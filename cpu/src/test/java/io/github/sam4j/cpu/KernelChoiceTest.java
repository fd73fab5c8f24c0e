package io.github.sam4j.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.EngineOptions;
import io.github.sam4j.core.tensor.Engines;
import io.github.sam4j.core.tensor.Operators;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Kernels are chosen for each engine. */
class KernelChoiceTest {
  @Test
  void twoEnginesOfOneProcessDiffer() {
    EngineOptions options = EngineOptions.defaults().withEngine("cpu");
    try (Engine vector = Engines.create(options.withKernels("vector"));
        Engine scalar = Engines.create(options.withKernels("Scalar"));
        Operators onVectors = vector.operators();
        Operators onScalars = scalar.operators()) {
      assertThat(onVectors.factoredMaps()).isNotNull();
      assertThat(onScalars.factoredMaps()).isNull();
    }
  }

  @Test
  void namesThatThereAreNot() {
    EngineOptions options = EngineOptions.defaults().withEngine("cpu").withKernels("quantum");
    assertThatThrownBy(() -> Engines.create(options))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("kernels are 'vector' or 'scalar', found 'quantum'");
  }

  @ParameterizedTest
  @CsvSource({
    "'mixed mode, sharing', 17.0.15+6, ''",
    "'interpreted mode, sharing', 17.0.15+6, interprets",
    "'mixed mode, emulated-client, sharing', 17.0.15+6, client compiler",
    "'mixed mode, sharing', 17.0.9+9-jvmci-23.0-b22, jvmci",
  })
  void virtualMachinesWithoutTheServerCompiler(String info, String version, String reason) {
    String found = KernelChoice.withoutCompiler(info, version);
    assertThat(found.isEmpty()).isEqualTo(reason.isEmpty());
    assertThat(found).contains(reason);
  }
}
