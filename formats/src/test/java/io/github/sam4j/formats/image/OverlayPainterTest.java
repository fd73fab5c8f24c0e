package io.github.sam4j.formats.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sam4j.Mask;
import io.github.sam4j.formats.Samples;
import io.github.sam4j.prompt.Prompt;
import io.github.sam4j.prompt.SpatialPrompt;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;

class OverlayPainterTest {
  private static final SpatialPrompt PROMPT = Prompt.point(30, 8).exclude(50, 30);

  private final Mask small = Samples.rectangle(25, 15, 35, 25, PROMPT);
  private final Mask large = Samples.rectangle(10, 5, 55, 35, PROMPT);

  @Test
  void leavesThePictureOutsideOfMasks() {
    BufferedImage overlay = OverlayPainter.paint(grey(), List.of(small), false);
    assertThat(overlay.getRGB(2, 2) & 0xffffff).isEqualTo(0x808080);
    assertThat(overlay.getRGB(50, 30) & 0xffffff).isEqualTo(0x808080);
  }

  @Test
  void doesNotTouchTheGivenPicture() {
    BufferedImage picture = grey();
    OverlayPainter.paint(picture, List.of(large), true);
    assertThat(picture.getRGB(30, 20) & 0xffffff).isEqualTo(0x808080);
  }

  @Test
  void laysTheMasksColourOverThePicture() {
    BufferedImage overlay = OverlayPainter.paint(grey(), List.of(small), false);
    Color mask = MaskColours.of(0);
    Color pixel = new Color(overlay.getRGB(30, 20));
    assertThat(pixel.getRed()).isCloseTo(mix(mask.getRed()), within(2));
    assertThat(pixel.getGreen()).isCloseTo(mix(mask.getGreen()), within(2));
    assertThat(pixel.getBlue()).isCloseTo(mix(mask.getBlue()), within(2));
  }

  @Test
  void paintsSmallMasksOverLargeOnesInWhateverOrderTheyCome() {
    BufferedImage overlay = OverlayPainter.paint(grey(), List.of(small, large), false);
    // The outline of the small one, which a large one painted later would have covered in part.
    Color edge = MaskColours.of(0);
    Color pixel = new Color(overlay.getRGB(25, 20));
    assertThat(distance(pixel, edge)).isLessThan(distance(pixel, MaskColours.of(1)));
    Color within = new Color(overlay.getRGB(30, 20));
    assertThat(distance(within, edge)).isLessThan(distance(within, MaskColours.of(1)));
  }

  @Test
  void drawsPromptsOnlyWhenAsked() {
    int without = OverlayPainter.paint(grey(), List.of(large), false).getRGB(30, 8);
    Color green = new Color(OverlayPainter.paint(grey(), List.of(large), true).getRGB(30, 8));
    Color red = new Color(OverlayPainter.paint(grey(), List.of(large), true).getRGB(50, 30));
    assertThat(green.getRGB()).isNotEqualTo(without);
    assertThat(green.getGreen()).isGreaterThan(green.getRed());
    assertThat(red.getRed()).isGreaterThan(red.getGreen());
  }

  @Test
  void writesLabelsOnTheMasksColour() {
    Mask low = Samples.rectangle(10, 25, 55, 38, PROMPT);
    Mask high = Samples.rectangle(0, 2, 60, 38, PROMPT);
    BufferedImage above =
        OverlayPainter.paint(grey(), List.of(Samples.found(low, "a dog", 0.8)), false);
    BufferedImage without = OverlayPainter.paint(grey(), List.of(low), false);
    // The label is wider than the picture and begins at its left; there is a margin before it.
    assertThat(above.getRGB(1, 22)).isEqualTo(MaskColours.of(0).getRGB());
    assertThat(without.getRGB(1, 22) & 0xffffff).isEqualTo(0x808080);
    BufferedImage inside =
        OverlayPainter.paint(grey(), List.of(Samples.found(high, "dog\n", 0.8)), false);
    assertThat(inside.getRGB(1, 4)).isEqualTo(MaskColours.of(0).getRGB());
  }

  @Test
  void neighboursHaveDifferentColours() {
    for (int i = 0; i < 40; i++) {
      for (int j = 1; j <= 5; j++) {
        assertThat(distance(MaskColours.of(i), MaskColours.of(i + j))).isGreaterThan(40);
      }
    }
  }

  private static int mix(int colour) {
    return Math.round(0.45f * colour + 0.55f * 0x80);
  }

  private static org.assertj.core.data.Offset<Integer> within(int value) {
    return org.assertj.core.data.Offset.offset(value);
  }

  private static double distance(Color a, Color b) {
    return Math.hypot(
        Math.hypot(a.getRed() - b.getRed(), a.getGreen() - b.getGreen()),
        a.getBlue() - b.getBlue());
  }

  private static BufferedImage grey() {
    BufferedImage image =
        new BufferedImage(Samples.SIZE.width(), Samples.SIZE.height(), BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        image.setRGB(x, y, 0x808080);
      }
    }
    return image;
  }
}
