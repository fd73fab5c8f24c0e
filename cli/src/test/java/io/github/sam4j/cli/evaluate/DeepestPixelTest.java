package io.github.sam4j.cli.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.core.geometry.PixelPoint;
import io.github.sam4j.core.mask.BitMask;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeepestPixelTest {
  private static final ImageSize SIZE = new ImageSize(20, 12);

  @Test
  void theMiddleOfASquare() {
    DeepestPixel deepest = DeepestPixel.of(Regions.rectangle(SIZE, 4, 2, 8, 6));
    assertThat(deepest.place()).isEqualTo(new PixelPoint(6, 4));
    assertThat(deepest.depth()).isCloseTo(3, within(0.2f));
  }

  @Test
  void beyondTheBorderIsOutside() {
    assertThat(DeepestPixel.of(BitMask.full(new ImageSize(7, 7))).place())
        .isEqualTo(new PixelPoint(3, 3));
    assertThat(DeepestPixel.of(Regions.rectangle(SIZE, 0, 0, 4, 4)).place())
        .isEqualTo(new PixelPoint(2, 2));
  }

  @Test
  void theDeeperOfTwoPartsAndNotTheLargerOne() {
    BitMask line = Regions.rectangle(SIZE, 0, 10, 19, 11);
    BitMask square = Regions.rectangle(SIZE, 10, 3, 14, 7);
    assertThat(line.area()).isGreaterThan(square.area());
    assertThat(DeepestPixel.of(line.or(square)).place()).isEqualTo(new PixelPoint(12, 5));
  }

  @Test
  void ofEquallyDeepOnesTheFirst() {
    BitMask two = Regions.rectangle(SIZE, 12, 1, 14, 3).or(Regions.rectangle(SIZE, 2, 5, 4, 7));
    assertThat(DeepestPixel.of(two).place()).isEqualTo(new PixelPoint(13, 2));
    assertThat(DeepestPixel.of(two, Set.of(new PixelPoint(13, 2))).place())
        .isEqualTo(new PixelPoint(3, 6));
  }

  @Test
  void nothingIsDeepInNothing() {
    assertThat(DeepestPixel.of(BitMask.empty(SIZE)).depth()).isZero();
    BitMask pixel = Regions.rectangle(SIZE, 5, 5, 5, 5);
    assertThat(DeepestPixel.of(pixel, Set.of(new PixelPoint(5, 5))).depth()).isZero();
  }
}
