package io.github.sam4j.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sam4j.EverythingOptions;
import io.github.sam4j.Mask;
import io.github.sam4j.Sam;
import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.core.image.SamImage;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Automatic masks at the ends of their options' ranges. */
class AutomaticMaskLimitsTest {
  /** As in segment-anything, where a threshold of 0 is none. */
  @Test
  void thresholdsOfZeroDropNothing() throws Exception {
    EverythingOptions options =
        EverythingOptions.builder()
            .pointsPerSide(3)
            .predIouThresh(0.0)
            .stabilityScoreThresh(0.0)
            .boxNmsThresh(1.0)
            .build();
    try (Sam sam = Sam.load(Goldens.small("sam1-tiny").resolve("checkpoint.pth"))) {
      SamImage picture = SamImage.read(Goldens.small("sam1-tiny").resolve("image0.png"));
      List<Mask> masks = sam.embed(picture).everything(options);
      assertThat(masks).as("three masks of each of nine clicks").hasSize(27);
      assertThat(masks).as("the case is one").anyMatch(mask -> mask.score() <= 0);
    }
  }

  @Test
  void cropsOfPicturesThatAreTooThinAreLeftOut() {
    EverythingOptions options = EverythingOptions.builder().pointsPerSide(2).cropNLayers(2).build();
    try (Sam sam = Sam.bundled()) {
      for (ImageSize size : List.of(new ImageSize(1, 40), new ImageSize(3, 3))) {
        SamImage thin = SamImage.ofRgb(size, new byte[(int) (3 * size.area())]);
        assertThat(sam.embed(thin).everything(options)).isNotNull();
      }
    }
  }

  @Test
  void layersWithoutEndAreRefused() {
    assertThatThrownBy(() -> EverythingOptions.builder().cropNLayers(31).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cropNLayers")
        .hasMessageContaining("31");
  }
}
