package io.github.sam4j.core.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sam4j.core.geometry.Box;
import io.github.sam4j.core.geometry.ImageSize;
import java.awt.image.BufferedImage;
import java.util.Random;
import java.util.function.IntBinaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BitMaskTest {
  @ParameterizedTest
  @MethodSource("io.github.sam4j.core.mask.Shapes#all")
  void areaAndBoxAreThoseOfThePixels(BitMask mask) {
    long area = 0;
    int x0 = Integer.MAX_VALUE;
    int y0 = Integer.MAX_VALUE;
    int x1 = -1;
    int y1 = -1;
    byte[] bytes = mask.toBytes();
    for (int y = 0; y < mask.size().height(); y++) {
      for (int x = 0; x < mask.size().width(); x++) {
        assertThat(bytes[y * mask.size().width() + x]).isEqualTo((byte) (mask.get(x, y) ? 1 : 0));
        if (mask.get(x, y)) {
          area++;
          x0 = Math.min(x0, x);
          y0 = Math.min(y0, y);
          x1 = Math.max(x1, x);
          y1 = Math.max(y1, y);
        }
      }
    }
    assertThat(mask.area()).isEqualTo(area);
    assertThat(mask.isEmpty()).isEqualTo(area == 0);
    assertThat(mask.box()).isEqualTo(area == 0 ? new Box(0, 0, 0, 0) : new Box(x0, y0, x1, y1));
  }

  @ParameterizedTest
  @MethodSource("io.github.sam4j.core.mask.Shapes#all")
  void combinesPixelByPixel(BitMask mask) {
    BitMask other = Shapes.ellipses(mask.size(), 9);
    check(mask.and(other), mask, other, (a, b) -> a & b);
    check(mask.or(other), mask, other, (a, b) -> a | b);
    check(mask.minus(other), mask, other, (a, b) -> a & (1 - b));
    check(mask.not(), mask, other, (a, b) -> 1 - a);
    long intersection = mask.and(other).area();
    long union = mask.or(other).area();
    assertThat(mask.intersectionArea(other)).isEqualTo(intersection);
    assertThat(mask.iou(other)).isEqualTo(union == 0 ? 0 : (double) intersection / union);
    assertThat(mask.not().not()).isEqualTo(mask).hasSameHashCodeAs(mask);
  }

  private static void check(BitMask result, BitMask a, BitMask b, IntBinaryOperator operator) {
    byte[] expected = a.toBytes();
    byte[] second = b.toBytes();
    for (int i = 0; i < expected.length; i++) {
      expected[i] = (byte) operator.applyAsInt(expected[i], second[i]);
    }
    assertThat(result.toBytes()).isEqualTo(expected);
    // Nothing may leak into the padding, which the area would count.
    long area = 0;
    for (byte value : expected) {
      area += value;
    }
    assertThat(result.area()).isEqualTo(area);
  }

  @Test
  void comparesStrictlyWithTheThreshold() {
    float[] logits = {0.5f, 0.5000001f, -1, Float.NaN, 0.49f, Float.POSITIVE_INFINITY};
    BitMask mask = BitMask.aboveThreshold(logits, new ImageSize(3, 2), 0.5f);
    assertThat(mask.toBytes()).containsExactly(0, 1, 0, 0, 0, 1);
    assertThat(BitMask.aboveThreshold(new float[] {0f, -0f}, new ImageSize(2, 1), 0f).isEmpty())
        .isTrue();
  }

  @Test
  void comparesWideRows() {
    Random random = new Random(5);
    ImageSize size = new ImageSize(131, 3);
    float[] logits = new float[(int) size.area()];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = random.nextFloat() - 0.5f;
    }
    assertThat(BitMask.aboveThreshold(logits, size, 0.1f))
        .isEqualTo(BitMask.of(size, (x, y) -> logits[y * 131 + x] > 0.1f));
  }

  @ParameterizedTest
  @MethodSource("io.github.sam4j.core.mask.Shapes#all")
  void liesInALargerPicture(BitMask mask) {
    int width = mask.size().width();
    int height = mask.size().height();
    for (int x0 : new int[] {0, 1, 63, 64, 70}) {
      ImageSize whole = new ImageSize(width + x0 + 1, height + 3);
      BitMask placed = mask.place(whole, x0, 2);
      assertThat(placed)
          .isEqualTo(
              BitMask.of(
                  whole,
                  (x, y) ->
                      x >= x0
                          && x < x0 + width
                          && y >= 2
                          && y < 2 + height
                          && mask.get(x - x0, y - 2)));
      assertThat(mask.place(new ImageSize(width + x0, height), x0, 0).area())
          .isEqualTo(mask.area());
    }
  }

  @Test
  void partsAreTakenOutAndPutBack() {
    ImageSize size = new ImageSize(200, 5);
    BitMask mask = BitMask.of(size, (x, y) -> (x * 31 + y * 17 + x * y) % 7 < 3);
    for (int x0 : new int[] {0, 1, 63, 64, 70, 128, 199}) {
      for (int x1 : new int[] {x0 + 1, x0 + 63, x0 + 64, x0 + 65, 199, 200}) {
        if (x1 <= x0 || x1 > 200) {
          continue;
        }
        BitMask part = mask.crop(x0, 1, x1, 4);
        assertThat(part)
            .isEqualTo(BitMask.of(new ImageSize(x1 - x0, 3), (x, y) -> mask.get(x + x0, y + 1)));
        assertThat(part.place(size, x0, 1))
            .isEqualTo(
                BitMask.of(size, (x, y) -> x >= x0 && x < x1 && y >= 1 && y < 4 && mask.get(x, y)));
      }
    }
    assertThat(mask.crop(0, 0, 200, 5)).isEqualTo(mask);
  }

  @ParameterizedTest
  @MethodSource("io.github.sam4j.core.mask.Shapes#all")
  void surviveAsPictures(BitMask mask) {
    BufferedImage image = mask.toBufferedImage();
    assertThat(image.getType()).isEqualTo(BufferedImage.TYPE_BYTE_GRAY);
    assertThat(BitMask.of(image)).isEqualTo(mask);
    BufferedImage colour =
        new BufferedImage(mask.size().width(), mask.size().height(), BufferedImage.TYPE_INT_ARGB);
    BufferedImage twoColours =
        new BufferedImage(
            mask.size().width(), mask.size().height(), BufferedImage.TYPE_BYTE_BINARY);
    for (int y = 0; y < mask.size().height(); y++) {
      for (int x = 0; x < mask.size().width(); x++) {
        colour.setRGB(x, y, mask.get(x, y) ? 0xff000001 : x % 2 == 0 ? 0xff000000 : 0x00ffffff);
        twoColours.setRGB(x, y, mask.get(x, y) ? -1 : 0xff000000);
      }
    }
    assertThat(BitMask.of(colour)).isEqualTo(mask);
    assertThat(BitMask.of(twoColours)).isEqualTo(mask);
  }

  @Test
  void refusesWhatDoesNotFit() {
    BitMask mask = BitMask.full(new ImageSize(4, 3));
    BitMask other = BitMask.full(new ImageSize(3, 4));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> mask.and(other))
        .withMessage("masks of one size are needed, found 4 x 3 and 3 x 4");
    assertThatIllegalArgumentException().isThrownBy(() -> mask.iou(other));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> mask.crop(1, 0, 1, 3))
        .withMessageContaining("must lie inside and have a pixel, found (1, 0) to (1, 3)");
    assertThatIllegalArgumentException().isThrownBy(() -> mask.crop(0, 0, 9, 3));
    assertThatIllegalArgumentException().isThrownBy(() -> mask.crop(-1, 0, 1, 3));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> mask.place(new ImageSize(5, 5), 2, 0))
        .withMessageContaining("at (2, 0) must lie inside 5 x 5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BitMask.aboveThreshold(new float[11], mask.size(), 0))
        .withMessageContaining("12 logits, found 11");
    assertThatThrownBy(() -> mask.get(4, 0)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> mask.get(0, -1)).isInstanceOf(IndexOutOfBoundsException.class);
  }
}
