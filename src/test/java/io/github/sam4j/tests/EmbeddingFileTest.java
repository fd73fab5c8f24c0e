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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A saved embedding gives the same masks, and only to the model that made it. */
class EmbeddingFileTest {
  @TempDir Path folder;

  @Test
  void sameMasksAfterARoundTrip() throws Exception {
    Path file = folder.resolve("photo.embedding");
    try (Sam sam = Sam.bundled()) {
      ImageEmbedding photo =
          sam.embed(SamImage.read(Goldens.small("bundled").resolve("image0.png")));
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
      sam.embed(SamImage.read(Goldens.small("bundled").resolve("image2.png"))).save(file);
    }
    try (Sam other = Sam.load(Goldens.small("sam1-tiny").resolve("checkpoint.pth"))) {
      assertThatThrownBy(() -> other.loadEmbedding(file))
          .isInstanceOf(WeightsFormatException.class)
          .hasMessageContaining("made by this model");
    }
  }

  @Test
  void aCutFileIsRefused() throws Exception {
    Path file = folder.resolve("photo.embedding");
    try (Sam sam = Sam.bundled()) {
      sam.embed(SamImage.read(Goldens.small("bundled").resolve("image2.png"))).save(file);
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
    ImageEmbedding photo = sam.embed(SamImage.read(Goldens.small("bundled").resolve("image2.png")));
    sam.close();
    sam.close();
    assertThatThrownBy(() -> photo.segment(Prompt.point(3, 3)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(() -> photo.everything(EverythingOptions.defaults()))
        .isInstanceOf(IllegalStateException.class);
  }
}
