package io.github.sam4j.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sam4j.Sam;
import io.github.sam4j.SamOptions;
import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.weights.Checkpoint;
import io.github.sam4j.weights.testing.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A checkpoint with more in its model than is run would give other masks than its authors saw. */
class UnusedTensorsTest {
  @TempDir Path folder;

  private Path with(String name) throws IOException {
    Path file = folder.resolve("more.safetensors");
    SafetensorsWriter writer = new SafetensorsWriter();
    try (Checkpoint checkpoint =
        Checkpoint.open(Goldens.small("sam1-tiny").resolve("checkpoint.safetensors"))) {
      for (String each : checkpoint.names()) {
        writer.tensor(each, checkpoint.shape(each), checkpoint.values(each));
      }
    }
    writer.tensor(name, new int[] {2}, 1, 2);
    writer.write(file);
    return file;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "image_encoder.blocks.0.MLP_Adapter.D_fc1.weight",
        "image_encoder.blocks.0.attn.qkv.linear_a_q.weight",
        "prompt_encoder.point_embeddings.4.weight",
        "mask_decoder.class_token.weight",
      })
  void insideTheModelTheyAreRefusedByName(String name) throws IOException {
    Path file = with(name);
    assertThatThrownBy(() -> Sam.load(file))
        .isInstanceOf(WeightsFormatException.class)
        .hasMessageContaining("more.safetensors")
        .hasMessageContaining("SAM (Segment Anything)")
        .hasMessageContaining("1 more: " + name);
    try (Sam sam = Sam.load(file, SamOptions.defaults().withUnusedTensorsAllowed(true))) {
      assertThat(sam.info().family()).isEqualTo("SAM (Segment Anything)");
    }
  }

  @Test
  void besideTheModelTheyAreHarmless() throws IOException {
    try (Sam sam = Sam.load(with("optimizer.weight"))) {
      assertThat(sam.info().family()).isEqualTo("SAM (Segment Anything)");
    }
  }
}
