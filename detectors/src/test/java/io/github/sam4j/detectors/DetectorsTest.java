package io.github.sam4j.detectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.EngineOptions;
import io.github.sam4j.core.tensor.Engines;
import io.github.sam4j.detectors.owl.OwlViT;
import io.github.sam4j.detectors.owl.Owlv2;
import io.github.sam4j.weights.Checkpoint;
import io.github.sam4j.weights.testing.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DetectorsTest {
  @TempDir private Path folder;

  @Test
  void everyFamilyIsFoundByItsService() {
    assertThat(Detectors.families())
        .extracting(DetectorFamily::id)
        .containsExactlyInAnyOrder("owl-vit", "owlv2");
  }

  @Test
  void familiesTellTheirCheckpointsByNames() {
    Set<String> first = Set.of("owlvit.logit_scale", "box_head.dense0.bias");
    Set<String> second = Set.of("owlv2.logit_scale", "objectness_head.dense0.bias");
    assertThat(new OwlViT().recognises(first)).isTrue();
    assertThat(new OwlViT().recognises(second)).isFalse();
    assertThat(new Owlv2().recognises(second)).isTrue();
    assertThat(new Owlv2().recognises(first)).isFalse();
    assertThat(new Owlv2().recognises(Set.of("owlv2_logit_scale"))).isFalse();
  }

  @Test
  void aCheckpointOfAnotherModelIsRefused() throws IOException {
    write("image_encoder.neck.0.weight");
    assertThatThrownBy(this::load)
        .isInstanceOf(WeightsFormatException.class)
        .hasMessageContaining("expected a detector (OWL-ViT or OWLv2)")
        .hasMessageContaining("found 1 tensors ('image_encoder.neck.0.weight')");
    write("a", "b", "c", "d");
    assertThatThrownBy(this::load).hasMessageContaining("found 4 tensors (");
    write("owlvit.logit_scale", "owlv2.logit_scale");
    assertThatThrownBy(this::load)
        .isInstanceOf(WeightsFormatException.class)
        .hasMessageContaining("OWL-ViT and OWLv2 both recognise");
  }

  @Test
  void aDetectorNeedsItsTokenizer() throws IOException {
    write("owlv2.logit_scale");
    assertThatThrownBy(this::load)
        .isInstanceOf(WeightsFormatException.class)
        .hasMessageContaining("expected a tokenizer");
    byte[] content =
        new SafetensorsWriter().tensor("owlv2.logit_scale", new int[] {1}, 1).toBytes();
    try (Engine engine = engine();
        Checkpoint checkpoint = Checkpoint.of("memory", content)) {
      DetectorFamily family = Detectors.familyOf(checkpoint, List.of(new OwlViT(), new Owlv2()));
      assertThat(family.title()).isEqualTo("OWLv2");
      assertThatThrownBy(() -> family.load(checkpoint, engine))
          .isInstanceOf(WeightsFormatException.class)
          .hasMessageContaining("a checkpoint in memory");
    }
  }

  private void write(String... names) throws IOException {
    SafetensorsWriter writer = new SafetensorsWriter();
    for (String name : names) {
      writer.tensor(name, new int[] {1}, 1);
    }
    writer.write(folder.resolve("model.safetensors"));
  }

  private void load() throws IOException {
    try (Engine engine = engine();
        Detector detector = Detectors.load(folder, engine)) {
      throw new AssertionError("loaded " + detector);
    }
  }

  private static Engine engine() {
    return Engines.create("portable", EngineOptions.defaults());
  }
}
