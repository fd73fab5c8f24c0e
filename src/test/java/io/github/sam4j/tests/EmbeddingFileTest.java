package io.github.sam4j.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sam4j.EverythingOptions;
import io.github.sam4j.ImageEmbedding;
import io.github.sam4j.Mask;
import io.github.sam4j.Sam;
import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.image.SamImage;
import io.github.sam4j.prompt.Prompt;
import io.github.sam4j.weights.Checkpoint;
import io.github.sam4j.weights.testing.SafetensorsWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A saved embedding gives the same masks, and only to the model that made it. */
class EmbeddingFileTest {
  @TempDir Path folder;

  @Test
  void sameMasksAfterARoundTrip() throws Exception {
    Path file = folder.resolve("photo.embedding");
    try (Sam sam = Sam.bundled()) {
      ImageEmbedding photo =
          sam.embed(SamImage.read(Goldens.small("sam4j-2").resolve("image0.png")));
      photo.save(file);
      assertThat(folder.toFile().list()).containsExactly("photo.embedding");
      ImageEmbedding again = sam.loadEmbedding(file);
      assertThat(again.values()).isEqualTo(photo.values());
      List<Mask> expected = photo.segment(Prompt.point(320, 213));
      List<Mask> found = again.segment(Prompt.point(320, 213));
      assertThat(found).hasSameSizeAs(expected);
      for (int i = 0; i < found.size(); i++) {
        assertThat(found.get(i).bits()).isEqualTo(expected.get(i).bits());
        assertThat(found.get(i).score()).isEqualTo(expected.get(i).score());
      }
      assertThatThrownBy(again::input)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("no picture");
    }
  }

  @Test
  void anotherModelRefusesIt() throws Exception {
    Path file = folder.resolve("photo.embedding");
    try (Sam sam = Sam.bundled()) {
      sam.embed(SamImage.read(Goldens.small("sam4j-2").resolve("image2.png"))).save(file);
    }
    try (Sam other = Sam.load(Goldens.small("sam1-tiny").resolve("checkpoint.pth"))) {
      assertThatThrownBy(() -> other.loadEmbedding(file))
          .isInstanceOf(WeightsFormatException.class)
          .hasMessageContaining("made by this model");
    }
  }

  /** A fine-tune that leaves the neck as it was: nothing but attention weights differ. */
  @Test
  void aModelOfOtherAttentionWeightsRefusesIt() throws Exception {
    Path original = Goldens.small("sam1-tiny").resolve("checkpoint.safetensors");
    Path tuned = folder.resolve("tuned.safetensors");
    SafetensorsWriter writer = new SafetensorsWriter();
    try (Checkpoint checkpoint = Checkpoint.open(original)) {
      for (String name : checkpoint.names()) {
        float[] values = checkpoint.values(name);
        if (name.matches("image_encoder\\..*attn\\.(qkv|proj)\\.weight")) {
          for (int i = 0; i < values.length; i++) {
            values[i] = -values[i];
          }
        }
        writer.tensor(name, checkpoint.shape(name), values);
      }
    }
    writer.write(tuned);
    Path file = folder.resolve("photo.embedding");
    SamImage picture = SamImage.read(Goldens.small("sam1-tiny").resolve("image0.png"));
    try (Sam sam = Sam.load(original);
        Sam other = Sam.load(tuned)) {
      other.embed(picture).save(file);
      assertThat(sam.info().fingerprint()).isNotEqualTo(other.info().fingerprint());
      assertThatThrownBy(() -> sam.loadEmbedding(file))
          .isInstanceOf(WeightsFormatException.class)
          .hasMessageContaining("made by this model")
          .hasMessageContaining("tuned.safetensors");
      assertThat(other.loadEmbedding(file).imageSize()).isEqualTo(picture.size());
    }
  }

  @Test
  void theSameModelFromAnotherFormatTakesIt() throws Exception {
    Path file = folder.resolve("photo.embedding");
    Path folderOfModel = Goldens.small("sam1-tiny");
    try (Sam pth = Sam.load(folderOfModel.resolve("checkpoint.pth"));
        Sam safetensors = Sam.load(folderOfModel.resolve("checkpoint.safetensors"))) {
      pth.embed(SamImage.read(folderOfModel.resolve("image0.png"))).save(file);
      assertThat(safetensors.loadEmbedding(file).values()).isNotEmpty();
    }
  }

  /** Written by a version before named maps. */
  @Test
  void filesOfTheFirstFormatAreStillRead() throws Exception {
    Path file = Path.of("resources", "embeddings", "sam1-tiny-image0.format1.embedding");
    Path model = Goldens.small("sam1-tiny");
    try (Sam sam = Sam.load(model.resolve("checkpoint.pth"));
        Sam bundled = Sam.bundled()) {
      ImageEmbedding old = sam.loadEmbedding(file);
      ImageEmbedding photo = sam.embed(SamImage.read(model.resolve("image0.png")));
      assertThat(old.imageSize()).isEqualTo(photo.imageSize());
      Closeness.of(old.values(), photo.values()).within("embedding", 1e-4);
      assertThatThrownBy(() -> bundled.loadEmbedding(file))
          .isInstanceOf(WeightsFormatException.class)
          .hasMessageContaining("made by this model");
    }
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void othersMayReadWhatTheyMayReadOtherwise() throws Exception {
    Path file = folder.resolve("photo.embedding");
    Path ordinary = Files.writeString(folder.resolve("ordinary"), "");
    try (Sam sam = Sam.bundled()) {
      sam.embed(SamImage.read(Goldens.small("sam4j-2").resolve("image2.png"))).save(file);
    }
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(Files.getPosixFilePermissions(ordinary));
  }

  @Test
  void aCutFileIsRefused() throws Exception {
    Path file = folder.resolve("photo.embedding");
    try (Sam sam = Sam.bundled()) {
      sam.embed(SamImage.read(Goldens.small("sam4j-2").resolve("image2.png"))).save(file);
      byte[] bytes = Files.readAllBytes(file);
      Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length / 2));
      assertThatThrownBy(() -> sam.loadEmbedding(file))
          .isInstanceOf(WeightsFormatException.class)
          .hasMessageContaining("photo.embedding");
    }
  }

  @Test
  void nothingWorksAfterClose() throws Exception {
    Sam sam = Sam.bundled();
    ImageEmbedding photo = sam.embed(SamImage.read(Goldens.small("sam4j-2").resolve("image2.png")));
    sam.close();
    sam.close();
    assertThatThrownBy(() -> photo.segment(Prompt.point(3, 3)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(() -> photo.everything(EverythingOptions.defaults()))
        .isInstanceOf(IllegalStateException.class);
  }
}
