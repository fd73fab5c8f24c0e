package io.github.sam4j.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sam4j.Sam;
import io.github.sam4j.cli.Main;
import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.families.Inspection;
import io.github.sam4j.weights.Checkpoint;
import io.github.sam4j.weights.testing.SafetensorsWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What is said of a file without loading it agrees with what loading it does. */
class InspectTest {
  @TempDir Path folder;

  private static Inspection inspect(Path file) throws IOException {
    try (Checkpoint checkpoint = Checkpoint.open(file)) {
      return Inspection.of(checkpoint);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sam1-tiny/checkpoint.pth | sam | a ViT, width 48, MLP 192, 4 blocks with 3 heads of 16,"
            + " windows of 4, global: [1, 3]; input 160 x 160, embedding 64",
        "sam-hf-tiny | sam | a ViT, width 48, MLP 192, 4 blocks with 3 heads of 16, windows of 4,"
            + " global: [1, 3]; input 160 x 160, embedding 64",
        "sam4j-2-tiny/checkpoint.safetensors | sam4j | EfficientNet, 11 blocks; input 96 x 96,"
            + " embedding 32"
      })
  void familyAndSizes(String name, String family, String architecture) throws IOException {
    Path file = Goldens.small(name);
    Inspection found = inspect(file);
    assertThat(found.family().id()).isEqualTo(family);
    assertThat(found.architecture()).isEqualTo(architecture);
    assertThat(found.prefix()).isEmpty();
    assertThat(found.leftovers().inside()).isEmpty();
    assertThat(found.leftovers().beside()).isEmpty();
    try (Sam sam = Sam.load(file)) {
      assertThat(sam.info().family()).isEqualTo(found.family().title());
    }
  }

  /** A checkpoint whose tensor of this name is left out, or has another length, or is added. */
  private Path damaged(String name, int length) throws IOException {
    SafetensorsWriter writer = new SafetensorsWriter().tensor("n_averaged", new int[] {1}, 1);
    try (Checkpoint checkpoint = Checkpoint.open(Goldens.small("sam1-tiny/checkpoint.pth"))) {
      for (String each : checkpoint.names()) {
        if (!each.equals(name)) {
          writer.tensor("net." + each, checkpoint.shape(each), checkpoint.values(each));
        }
      }
    }
    if (length > 0) {
      writer.tensor("net." + name, new int[] {length}, new float[length]);
    }
    Path file = folder.resolve("damaged.safetensors");
    writer.write(file);
    return file;
  }

  @ParameterizedTest
  @CsvSource({
    "image_encoder.neck.3.bias, 0",
    "image_encoder.blocks.2.mlp.lin2.bias, 7",
    "prompt_encoder.not_a_point_embed.weight, 0",
    "mask_decoder.output_upscaling.1.bias, 3",
    "mask_decoder.iou_prediction_head.layers.2.weight, 0",
  })
  void whatLoadingRefusesIsRefused(String name, int length) throws IOException {
    Path file = damaged(name, length);
    assertThatThrownBy(() -> inspect(file))
        .isInstanceOf(WeightsFormatException.class)
        .hasMessageContaining("'" + name + "'");
    assertThatThrownBy(() -> Sam.load(file))
        .isInstanceOf(WeightsFormatException.class)
        .hasMessageContaining("'" + name + "'");
  }

  @Test
  void whatIsNotReadIsTold() throws IOException {
    Inspection found = inspect(damaged("mask_decoder.class_token.weight", 5));
    assertThat(found.prefix()).isEqualTo("net.");
    assertThat(found.leftovers().inside()).containsExactly("mask_decoder.class_token.weight");
    assertThat(found.leftovers().describeBeside()).isEqualTo("n_averaged (1 tensor)");
    Inspection whole = inspect(Goldens.small("sam1-tiny/checkpoint.pth"));
    assertThat(found.tensors()).isEqualTo(whole.tensors() + 1);
    assertThat(found.parameters()).isEqualTo(whole.parameters() + 5);
  }

  @Test
  void theCommandSaysSo() throws IOException {
    Path file = damaged("no.such.tensor", 0);
    StringWriter out = new StringWriter();
    CommandLine command = Main.commandLine().setOut(new PrintWriter(out, true));
    assertThat(command.execute("models", "inspect", file.toString())).isZero();
    assertThat(out.toString().lines())
        .containsExactly(
            file.toString(),
            "  format   safetensors",
            "  family   SAM (Segment Anything)",
            "  variant  a ViT, width 48, MLP 192, 4 blocks with 3 heads of 16, windows of 4,"
                + " global: [1, 3]; input 160 x 160, embedding 64",
            "  tensors  202 with 0.3 million numbers",
            "  prefix   'net.' before every name of the model",
            "  beside   n_averaged (1 tensor); not used",
            "  loads    yes");
    Path more = damaged("mask_decoder.class_token.weight", 5);
    assertThat(command.execute("models", "inspect", more.toString())).isEqualTo(1);
    assertThat(out.toString())
        .contains("loads    only with --allow-unused-tensors: expected no tensors inside the model")
        .contains("1 more: mask_decoder.class_token.weight");
  }
}
