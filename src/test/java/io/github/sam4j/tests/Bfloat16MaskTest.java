package io.github.sam4j.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sam4j.ImageEmbedding;
import io.github.sam4j.Mask;
import io.github.sam4j.Sam;
import io.github.sam4j.SamOptions;
import io.github.sam4j.core.image.SamImage;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.EngineOptions;
import io.github.sam4j.core.tensor.Engines;
import io.github.sam4j.core.tensor.Precision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What bf16 costs: its masks against those of float32, for the prompts of the reference outputs, on
 * the cpu engine. Skipped where the processor has no bfloat16 products. The bars hold for the mean,
 * since a mask of few pixels on synthetic weights may lose more.
 */
class Bfloat16MaskTest {
  @TempDir Path temporary;

  /** Loads a model; like Function, but may fail. */
  private interface Loader {
    Sam load(SamOptions options) throws IOException;
  }

  @BeforeAll
  static void needsBfloat16() {
    try (Engine engine = Engines.create("cpu", new EngineOptions(1, Precision.BF16))) {
      Assumptions.assumeTrue(
          engine.options().precision() == Precision.BF16,
          "skipped: this processor has no bfloat16 products");
    }
  }

  @Test
  void samVitB() throws Exception {
    assertThat(fullSize("sam-vit-b").mean()).isGreaterThanOrEqualTo(0.995);
  }

  /** TinyViT's weights are less forgiving: a mean of 0.9895 was measured, short of ViT-B's bar. */
  @Test
  void mobileSam() throws Exception {
    assertThat(fullSize("mobilesam").mean()).isGreaterThanOrEqualTo(0.985);
  }

  @Test
  void bundledModel() throws Exception {
    assertThat(agreement("bundled", Goldens.small("sam4j-2"), Sam::bundled).mean())
        .isGreaterThanOrEqualTo(0.995);
  }

  private MaskAgreement fullSize(String name) throws Exception {
    Path folder = Goldens.large(name);
    Path checkpoint = temporary.resolve(name + ".safetensors");
    SyntheticWeights.writeSafetensors(checkpoint, Json.read(folder.resolve("expected.json")));
    return agreement(name, folder, options -> Sam.load(checkpoint, options));
  }

  private static MaskAgreement agreement(String name, Path folder, Loader loader) throws Exception {
    // One after the other, so that only one model is in memory.
    List<List<Mask>> exact = masks(folder, loader, Precision.F32);
    List<List<Mask>> rough = masks(folder, loader, Precision.BF16);
    MaskAgreement agreement = MaskAgreement.of(exact, rough);
    System.out.println(name + " in bf16 against float32: " + agreement);
    return agreement;
  }

  private static List<List<Mask>> masks(Path folder, Loader loader, Precision precision)
      throws Exception {
    SamOptions options = SamOptions.defaults().withPrecision(precision);
    try (Sam sam = EngineUnderTest.CPU.load(() -> loader.load(options))) {
      assertThat(sam.info().precision()).isEqualTo(precision);
      List<List<Mask>> masks = new ArrayList<>();
      for (Json image : Json.read(folder.resolve("expected.json")).get("images").list()) {
        SamImage picture = SamImage.read(folder.resolve(image.get("file").text()));
        ImageEmbedding embedding = sam.embed(picture);
        for (RecordedPrompt recorded : RecordedPrompt.of(folder, image)) {
          masks.add(embedding.segment(recorded.prompt(), recorded.options()));
        }
      }
      return masks;
    }
  }
}
