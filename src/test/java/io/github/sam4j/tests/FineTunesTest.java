package io.github.sam4j.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sam4j.ImageEmbedding;
import io.github.sam4j.MaskOutput;
import io.github.sam4j.Sam;
import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.image.SamImage;
import io.github.sam4j.prompt.Prompt;
import io.github.sam4j.weights.Checkpoint;
import io.github.sam4j.weights.testing.SafetensorsWriter;
import io.github.sam4j.weights.testing.TorchCheckpointWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files that people's trainings leave give the model that was trained. */
class FineTunesTest {
  private static final Path PLAIN = Goldens.small("sam1-tiny").resolve("checkpoint.safetensors");

  @TempDir Path folder;

  /** Every tensor of a model. */
  private interface Sink {
    void tensor(String name, int[] shape, float[] values);
  }

  private static void model(Sink sink) throws IOException {
    try (Checkpoint checkpoint = Checkpoint.open(PLAIN)) {
      for (String name : checkpoint.names()) {
        sink.tensor(name, checkpoint.shape(name), checkpoint.values(name));
      }
    }
  }

  private static String fingerprint(Path file) throws IOException {
    try (Sam sam = Sam.load(file)) {
      assertThat(sam.info().family()).isEqualTo("SAM (Segment Anything)");
      return sam.info().fingerprint();
    }
  }

  private Path torch(Consumer<TorchCheckpointWriter> more) throws IOException {
    Path file = folder.resolve("fine-tune.pth");
    TorchCheckpointWriter writer = new TorchCheckpointWriter();
    more.accept(writer);
    model((name, shape, values) -> writer.tensor(name, shape, values));
    writer.write(file);
    return file;
  }

  /** Keys outermost first, then what stands before every name. */
  @ParameterizedTest
  @CsvSource({
    "'', ''",
    "model_state, sam.",
    "model, ''",
    "model, module.",
    "state_dict, model.",
    "state_dict, model.sam.",
    "model_state_dict, module.sam.",
    "params, _orig_mod.",
    "network, my_segmenter.backbone.",
    "checkpoint/model, module.",
  })
  void nestingAndPrefixes(String keys, String prefix) throws IOException {
    Path file =
        torch(
            writer ->
                writer
                    .nested(keys.isEmpty() ? new String[0] : keys.split("/", -1))
                    .prefix(prefix)
                    .beside("epoch", pickle -> pickle.number(3)));
    assertThat(fingerprint(file)).isEqualTo(fingerprint(PLAIN));
  }

  /** AveragedModel counts, Lightning keeps the loss, micro-sam a decoder of instances. */
  @ParameterizedTest
  @ValueSource(strings = {"n_averaged", "criterion.weight", "decoder.blocks.0.weight", "model.x"})
  void tensorsBesideTheModel(String name) throws IOException {
    Path file = folder.resolve("wrapped.safetensors");
    SafetensorsWriter writer = new SafetensorsWriter().tensor(name, new int[] {1}, 1);
    model((each, shape, values) -> writer.tensor("module." + each, shape, values));
    writer.write(file);
    assertThat(fingerprint(file)).isEqualTo(fingerprint(PLAIN));
  }

  @Test
  void insideAWrappedModelNothingIsPassedOver() throws IOException {
    Path more = folder.resolve("more.safetensors");
    SafetensorsWriter writer = new SafetensorsWriter().tensor("n_averaged", new int[] {1}, 1);
    model((each, shape, values) -> writer.tensor("module." + each, shape, values));
    writer.tensor("module.mask_decoder.class_token.weight", new int[] {1}, 1).write(more);
    assertThatThrownBy(() -> Sam.load(more))
        .isInstanceOf(WeightsFormatException.class)
        .hasMessageContaining("1 more: mask_decoder.class_token.weight");

    Path less = folder.resolve("less.safetensors");
    SafetensorsWriter without = new SafetensorsWriter().tensor("n_averaged", new int[] {1}, 1);
    model(
        (each, shape, values) -> {
          if (!each.equals("mask_decoder.iou_token.weight")) {
            without.tensor("module." + each, shape, values);
          }
        });
    without.write(less);
    assertThatThrownBy(() -> Sam.load(less))
        .isInstanceOf(WeightsFormatException.class)
        .hasMessageContaining("'mask_decoder.iou_token.weight'");
  }

  /** A fine-tune for classes has a token for each; one mask alone is trained by MedSAM's users. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 6})
  void anotherNumberOfMaskTokens(int tokens) throws IOException {
    Path file = folder.resolve("tokens.safetensors");
    SafetensorsWriter writer = new SafetensorsWriter();
    model(
        (name, shape, values) -> {
          if (name.equals("mask_decoder.mask_tokens.weight")
              || name.startsWith("mask_decoder.iou_prediction_head.layers.2.")) {
            int row = values.length / shape[0];
            shape[0] = tokens;
            float[] rows = new float[tokens * row];
            for (int i = 0; i < rows.length; i++) {
              rows[i] = values[i % values.length];
            }
            writer.tensor(name, shape, rows);
          } else if (name.startsWith("mask_decoder.output_hypernetworks_mlps.")) {
            int number = name.charAt("mask_decoder.output_hypernetworks_mlps.".length()) - '0';
            for (int copy = number; copy < tokens; copy += 4) {
              writer.tensor(
                  name.replace("mlps." + number + ".", "mlps." + copy + "."), shape, values);
            }
          } else {
            writer.tensor(name, shape, values);
          }
        });
    writer.write(file);
    SamImage picture = SamImage.read(Goldens.small("sam1-tiny").resolve("image0.png"));
    try (Sam sam = Sam.load(file)) {
      ImageEmbedding photo = sam.embed(picture);
      Prompt click = Prompt.point(300, 200);
      assertThat(photo.segment(click, MaskOutput.ALL)).hasSize(tokens);
      assertThat(photo.segment(click, MaskOutput.MULTIPLE)).hasSize(Math.max(1, tokens - 1));
      assertThat(photo.segment(click, MaskOutput.SINGLE)).hasSize(1);
    }
  }
}
