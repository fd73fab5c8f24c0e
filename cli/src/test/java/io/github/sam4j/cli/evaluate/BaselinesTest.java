package io.github.sam4j.cli.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.core.image.SamImage;
import io.github.sam4j.core.mask.BitMask;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BaselinesTest {
  private static final ImageSize SIZE = new ImageSize(120, 90);
  private static final BitMask RECTANGLE = Regions.rectangle(SIZE, 20, 15, 79, 54);
  private static final BitMask ELLIPSE =
      BitMask.of(SIZE, (x, y) -> Math.pow((x - 60) / 40.5, 2) + Math.pow((y - 45) / 25.5, 2) <= 1);

  @Test
  void aRectangleIsItsBox() {
    List<Double> ious = ious(RECTANGLE);
    assertThat(ious.get(1)).isEqualTo(1);
    assertThat(ious.get(2)).isBetween(0.74, 0.83);
  }

  @Test
  void anEllipseIsTheOneInItsBox() {
    List<Double> ious = ious(ELLIPSE);
    assertThat(ious.get(1)).isBetween(0.74, 0.83);
    assertThat(ious.get(2)).isGreaterThan(0.97);
  }

  @Test
  void grabCutFindsAColouredObject() {
    assertThat(ious(ELLIPSE).get(0)).isGreaterThan(0.95);
  }

  @Test
  void grabCutDoesNotDependOnTheMasksBefore() {
    PixelBox first = PixelBox.of(ELLIPSE.box());
    PixelBox second = PixelBox.of(RECTANGLE.box());
    BitMask alone;
    try (GrabCut grabCut = new GrabCut(picture(ELLIPSE))) {
      alone = grabCut.mask(second);
    }
    try (GrabCut grabCut = new GrabCut(picture(ELLIPSE))) {
      assertThat(grabCut.mask(first)).isNotEqualTo(alone);
      assertThat(grabCut.mask(second)).isEqualTo(alone);
    }
  }

  @Test
  void grabCutGivesTheBoxWhereItCannotBegin() {
    ImageSize narrow = new ImageSize(2, 40);
    try (GrabCut grabCut = new GrabCut(SamImage.ofRgb(narrow, new byte[240]))) {
      assertThat(grabCut.mask(new PixelBox(0, 0, 1, 39))).isEqualTo(BitMask.full(narrow));
    }
  }

  @Test
  void grabCutOfTheWholePictureLeavesABorderOut() {
    try (GrabCut grabCut = new GrabCut(picture(ELLIPSE))) {
      assertThat(grabCut.mask(new PixelBox(0, 0, 119, 89)).iou(ELLIPSE)).isGreaterThan(0.95);
    }
  }

  private static List<Double> ious(BitMask truth) {
    return new Baselines().look(picture(truth)).ious(List.of(Regions.instance(truth))).get(0);
  }

  /** The object bright, the rest dark, both a little noisy. */
  private static SamImage picture(BitMask object) {
    Random random = new Random(7);
    BufferedImage image =
        new BufferedImage(SIZE.width(), SIZE.height(), BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < SIZE.height(); y++) {
      for (int x = 0; x < SIZE.width(); x++) {
        int noise = random.nextInt(16);
        image.setRGB(x, y, (object.get(x, y) ? 0xe0a030 : 0x203040) + 0x010101 * noise);
      }
    }
    return SamImage.of(image);
  }
}
