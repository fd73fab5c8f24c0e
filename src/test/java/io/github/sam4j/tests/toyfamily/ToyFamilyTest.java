package io.github.sam4j.tests.toyfamily;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sam4j.EverythingOptions;
import io.github.sam4j.ImageEmbedding;
import io.github.sam4j.Mask;
import io.github.sam4j.Sam;
import io.github.sam4j.SamOptions;
import io.github.sam4j.core.geometry.Box;
import io.github.sam4j.core.image.SamImage;
import io.github.sam4j.core.tensor.MapShape;
import io.github.sam4j.prompt.Prompt;
import io.github.sam4j.weights.testing.SafetensorsWriter;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The door for families: one package and one line, and all of the public API works. */
class ToyFamilyTest {
  private static final Box RED = new Box(30, 40, 130, 100);
  private static final Box BLUE = new Box(180, 20, 280, 170);

  @TempDir Path folder;
  private Path checkpoint;
  private SamImage picture;

  @BeforeEach
  void modelAndPicture() throws IOException {
    checkpoint = folder.resolve("toy.safetensors");
    new SafetensorsWriter()
        .metadata("name", "toy-1")
        .tensor("toy.radius", new int[] {1}, 0.4f)
        .tensor("pooling.fine.weight", new int[] {3, 3, 2, 2}, mean(2))
        .tensor("pooling.coarse.weight", new int[] {3, 3, 8, 8}, mean(8))
        .write(checkpoint);
    BufferedImage image = new BufferedImage(320, 200, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setColor(Color.LIGHT_GRAY);
    g.fillRect(0, 0, 320, 200);
    fill(g, RED, Color.RED);
    fill(g, BLUE, Color.BLUE);
    g.dispose();
    picture = SamImage.of(image);
  }

  private static void fill(Graphics2D g, Box box, Color colour) {
    g.setColor(colour);
    g.fillRect((int) box.x0(), (int) box.y0(), (int) box.width(), (int) box.height());
  }

  private static float[] mean(int kernel) {
    float[] weights = new float[3 * 3 * kernel * kernel];
    for (int c = 0; c < 3; c++) {
      for (int i = 0; i < kernel * kernel; i++) {
        weights[(c * 3 + c) * kernel * kernel + i] = 1f / (kernel * kernel);
      }
    }
    return weights;
  }

  /** As near as cells of 10 x 6 pixels can come. */
  private static void covers(Mask mask, Box box) {
    assertThat(mask.box().iou(box)).isGreaterThan(0.8);
    assertThat(mask.area()).isBetween((long) (0.8 * box.area()), (long) (1.2 * box.area()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "portable"})
  void pointsBoxesAndEverything(String engine) throws IOException {
    SamOptions options = SamOptions.defaults().withEngine(engine);
    try (Sam sam = Sam.load(checkpoint, options)) {
      assertThat(sam.info().name()).isEqualTo("toy-1");
      assertThat(sam.info().family()).isEqualTo("Toy");
      assertThat(sam.info().maps())
          .containsExactly(new MapShape("embedding", 8, 8, 3), new MapShape("fine", 32, 32, 3));
      ImageEmbedding photo = sam.embed(picture);
      List<Mask> ranked = photo.segment(Prompt.point(80, 70));
      assertThat(ranked).hasSize(2);
      covers(ranked.get(0), RED);
      covers(photo.segment(Prompt.box(BLUE)).get(0), BLUE);
      covers(photo.segment(Prompt.point(230, 90).exclude(5, 5)).get(0), BLUE);
      List<Mask> all = photo.everything(EverythingOptions.defaults().withPointsPerSide(8));
      assertThat(all).hasSizeGreaterThanOrEqualTo(3);
      assertThat(all).anySatisfy(mask -> covers(mask, RED));
      assertThat(all).anySatisfy(mask -> covers(mask, BLUE));
    }
  }

  @Test
  void aPartThatTheModelDoesNotTakeIsRefusedByName() throws IOException {
    try (Sam sam = Sam.load(checkpoint)) {
      ImageEmbedding photo = sam.embed(picture);
      Mask mask = photo.segment(Prompt.point(80, 70)).get(0);
      assertThatThrownBy(() -> photo.segment(mask.asPrompt().include(90, 70)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("Toy")
          .hasMessageContaining("foreground points, background points, box")
          .hasMessageContaining("mask");
    }
  }

  @Test
  void embeddingFilesHoldAllMaps() throws IOException {
    Path file = folder.resolve("photo.embedding");
    try (Sam sam = Sam.load(checkpoint)) {
      ImageEmbedding photo = sam.embed(picture);
      photo.save(file);
      ImageEmbedding again = sam.loadEmbedding(file);
      assertThat(again.map("fine")).isEqualTo(photo.map("fine")).hasSize(3 * 32 * 32);
      assertThat(again.map("embedding")).isEqualTo(photo.values());
      assertThat(again.segment(Prompt.point(80, 70)).get(0).bits())
          .isEqualTo(photo.segment(Prompt.point(80, 70)).get(0).bits());
      assertThatThrownBy(() -> photo.map("coarse"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("[embedding, fine]");
    }
  }

  @Test
  void theRegistryListsIt() {
    assertThat(Sam.families()).contains("SAM (Segment Anything)", "MobileSAM", "Toy");
  }
}
