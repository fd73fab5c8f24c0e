package io.github.sam4j.tests;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The published architectures at full size, with checkpoints made from the synthetic rule. Needs
 * the reference outputs that tools/owl_reference.py writes; skipped where they are not.
 */
class OwlFullSizeTest {
  @TempDir Path temporary;

  @ParameterizedTest
  @EnumSource
  void owlViTB32(EngineUnderTest engine) throws Exception {
    parity("owlvit-b32", engine);
  }

  @ParameterizedTest
  @EnumSource
  void owlv2B16(EngineUnderTest engine) throws Exception {
    parity("owlv2-b16", engine);
  }

  private void parity(String name, EngineUnderTest engine) throws Exception {
    Path reference = Goldens.large(name);
    Json expected = Json.read(reference.resolve("expected.json"));
    SyntheticWeights.writeSafetensors(temporary.resolve("model.safetensors"), expected);
    Files.copy(reference.resolve("config.json"), temporary.resolve("config.json"));
    OwlFigures figures = OwlFigures.measure(temporary, reference, engine);
    System.out.println(name + " on " + engine + ": " + figures);
    figures.check();
  }
}
