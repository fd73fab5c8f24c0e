package io.github.sam4j.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sam4j.ImageEmbedding;
import io.github.sam4j.Sam;
import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.image.SamImage;
import io.github.sam4j.decoder.hq.HqFeatures;
import io.github.sam4j.prompt.Prompt;
import io.github.sam4j.weights.Checkpoint;
import io.github.sam4j.weights.testing.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SAM-HQ's files: damaged checkpoints, and embeddings with the early map. */
class SamHqFilesTest {
  private final Path folder = Goldens.small("sam-hq-tiny");
  @TempDir Path temporary;

  /**
   * The small model with other shapes.
   *
   * @param shapes by name; one of no dimensions leaves the tensor out
   */
  private Path changed(Map<String, int[]> shapes) throws IOException {
    Path file = temporary.resolve("changed.safetensors");
    SafetensorsWriter writer = new SafetensorsWriter();
    Map<String, int[]> left = new HashMap<>(shapes);
    try (Checkpoint checkpoint = Checkpoint.open(folder.resolve("checkpoint.pth"))) {
      for (String name : checkpoint.names()) {
        int[] shape = left.remove(name);
        if (shape == null) {
          writer.tensor(name, checkpoint.shape(name), checkpoint.values(name));
        } else if (shape.length > 0) {
          write(writer, name, shape);
        }
      }
    }
    left.forEach((name, shape) -> write(writer, name, shape));
    writer.write(file);
    return file;
  }

  private static void write(SafetensorsWriter writer, String name, int[] shape) {
    int size = 1;
    for (int d : shape) {
      size *= d;
    }
    writer.tensor(name, shape, new float[size]);
  }

  private void refused(Map<String, int[]> shapes, String message) throws IOException {
    Path file = changed(shapes);
    assertThatThrownBy(() -> Sam.load(file))
        .isInstanceOf(WeightsFormatException.class)
        .hasMessageContaining("changed.safetensors")
        .hasMessageContaining(message);
  }

  @Test
  void missingAndForeignTensorsAreNamed() throws IOException {
    refused(
        Map.of("mask_decoder.embedding_encoder.3.weight", new int[0]),
        "'mask_decoder.embedding_encoder.3.weight': expected a tensor of this name, found none");
    refused(
        Map.of("mask_decoder.hf_token.weight", new int[] {2, 32}),
        "'mask_decoder.hf_token.weight': expected shape [1, 32], found shape [2, 32]");
    refused(
        Map.of("mask_decoder.compress_vit_feat.0.weight", new int[] {25, 32, 2, 2}),
        "'mask_decoder.compress_vit_feat.0.weight': expected shape [24, 32, 2, 2], "
            + "found shape [25, 32, 2, 2]");
    refused(
        Map.of("mask_decoder.hf_mlp.layers.2.bias", new int[] {5}),
        "'mask_decoder.hf_mlp.layers.2.bias': expected shape [4], found shape [5]");
  }

  @Test
  void anEncoderWithoutGlobalBlocksHasNoEarlyMap() throws IOException {
    int[] windows = {7, 8};
    refused(
        Map.of(
            "image_encoder.blocks.1.attn.rel_pos_h", windows,
            "image_encoder.blocks.1.attn.rel_pos_w", windows,
            "image_encoder.blocks.3.attn.rel_pos_h", windows,
            "image_encoder.blocks.3.attn.rel_pos_w", windows),
        "expected a block of the image encoder that attends globally, whose map SAM-HQ uses, "
            + "found 4 blocks that attend within windows");
  }

  @Test
  void moreThanIsRunIsRefused() throws IOException {
    refused(
        Map.of("mask_decoder.hf_token_2.weight", new int[] {1, 32}),
        "1 more: mask_decoder.hf_token_2.weight");
  }

  @Test
  void savedEmbeddingsKeepTheEarlyMap() throws IOException {
    Path file = temporary.resolve("photo.embedding");
    try (Sam sam = Sam.load(folder.resolve("checkpoint.pth"))) {
      ImageEmbedding photo = sam.embed(SamImage.read(folder.resolve("image0.png")));
      photo.save(file);
      ImageEmbedding loaded = sam.loadEmbedding(file);
      assertThat(loaded.map(HqFeatures.EARLY)).isEqualTo(photo.map(HqFeatures.EARLY));
      Prompt click = Prompt.point(165.5, 108.5);
      assertThat(loaded.segment(click).get(0).lowResolution().values())
          .isEqualTo(photo.segment(click).get(0).lowResolution().values());
    }
  }
}
