package io.github.sam4j.tests.toyengine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sam4j.Mask;
import io.github.sam4j.Sam;
import io.github.sam4j.SamOptions;
import io.github.sam4j.core.image.SamImage;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.EngineOptions;
import io.github.sam4j.core.tensor.Engines;
import io.github.sam4j.prompt.Prompt;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The door for engines: one package and one line, and a model runs on memory without addresses. */
class ToyEngineTest {
  @Test
  void itMustBeAskedFor() {
    try (Engine best = Engines.create(EngineOptions.defaults());
        Engine toy = Engines.create(EngineOptions.defaults().withEngine("toy"))) {
      assertThat(best.name()).isNotEqualTo("toy");
      assertThat(toy.name()).isEqualTo("toy");
    }
  }

  @Test
  void theBundledModelGivesTheSameMasks() {
    SamOptions options = SamOptions.defaults();
    try (Sam toy = Sam.bundled(options.withEngine("toy"));
        Sam portable = Sam.bundled(options.withEngine("portable"))) {
      assertThat(toy.info().engine()).isEqualTo("toy");
      List<Mask> expected = masks(portable);
      List<Mask> found = masks(toy);
      assertThat(found).hasSameSizeAs(expected);
      for (int i = 0; i < found.size(); i++) {
        assertThat(found.get(i).bits().iou(expected.get(i).bits())).isGreaterThan(0.999);
      }
    }
  }

  /** A click, a box, and a mask refined. */
  private static List<Mask> masks(Sam sam) {
    var photo = sam.embed(picture());
    List<Mask> masks = new ArrayList<>(photo.segment(Prompt.point(100, 90)));
    masks.addAll(photo.segment(Prompt.box(40, 40, 160, 140)));
    masks.addAll(photo.segment(masks.get(0).asPrompt().exclude(10, 10)));
    return masks;
  }

  private static SamImage picture() {
    BufferedImage image = new BufferedImage(240, 180, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setColor(Color.LIGHT_GRAY);
    g.fillRect(0, 0, 240, 180);
    g.setColor(Color.RED);
    g.fillOval(40, 40, 120, 100);
    g.dispose();
    return SamImage.of(image);
  }
}
