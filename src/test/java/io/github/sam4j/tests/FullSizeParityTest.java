package io.github.sam4j.tests;

import io.github.sam4j.Sam;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The published architectures at full size, with checkpoints made from the synthetic rule. Needs
 * the reference outputs beside the project; skipped where they are not.
 */
class FullSizeParityTest {
  @TempDir Path temporary;

  @ParameterizedTest
  @EnumSource
  void samVitB(EngineUnderTest engine) throws Throwable {
    parity("sam-vit-b", engine);
  }

  @ParameterizedTest
  @EnumSource
  void mobileSam(EngineUnderTest engine) throws Throwable {
    parity("mobilesam", engine);
  }

  @ParameterizedTest
  @EnumSource
  void sam2Tiny(EngineUnderTest engine) throws Throwable {
    parity("sam2-full/hiera_tiny", engine);
  }

  @ParameterizedTest
  @EnumSource
  void sam2BasePlus(EngineUnderTest engine) throws Throwable {
    parity("sam2-full/hiera_base_plus", engine);
  }

  private void parity(String name, EngineUnderTest engine) throws Throwable {
    Path folder = Goldens.large(name);
    Json expected = Json.read(folder.resolve("expected.json"));
    Path checkpoint = temporary.resolve("checkpoint.safetensors");
    SyntheticWeights.writeSafetensors(checkpoint, expected);
    try (Sam sam = engine.load(() -> Sam.load(checkpoint))) {
      Files.delete(checkpoint);
      for (var test : new PredictorCases(folder, sam).tests()) {
        test.getExecutable().execute();
      }
    }
  }
}
