package io.github.sam4j.cli.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.core.geometry.PixelPoint;
import io.github.sam4j.core.mask.BitMask;
import io.github.sam4j.prompt.LabelledPoint;
import java.util.List;
import org.junit.jupiter.api.Test;

class ErrorClickTest {
  private static final ImageSize SIZE = new ImageSize(40, 20);
  private static final BitMask TRUTH = Regions.rectangle(SIZE, 0, 0, 19, 19);

  @Test
  void onWhatIsMissing() {
    BitMask found = TRUTH.minus(Regions.rectangle(SIZE, 4, 4, 12, 12));
    assertThat(ErrorClick.next(TRUTH, found, List.of())).contains(click(8, 8, true));
  }

  @Test
  void besideWhatIsTooMuch() {
    BitMask found = TRUTH.or(Regions.rectangle(SIZE, 26, 6, 30, 10));
    assertThat(ErrorClick.next(TRUTH, found, List.of())).contains(click(28, 8, false));
  }

  @Test
  void theDeeperErrorWins() {
    BitMask surplus = Regions.rectangle(SIZE, 26, 6, 30, 10);
    BitMask smallHole = TRUTH.minus(Regions.rectangle(SIZE, 4, 4, 6, 6));
    BitMask largeHole = TRUTH.minus(Regions.rectangle(SIZE, 4, 4, 12, 12));
    assertThat(ErrorClick.next(TRUTH, smallHole.or(surplus), List.of()))
        .contains(click(28, 8, false));
    assertThat(ErrorClick.next(TRUTH, largeHole.or(surplus), List.of()))
        .contains(click(8, 8, true));
  }

  @Test
  void besideTheObjectWhereBothAreEquallyDeep() {
    BitMask found =
        TRUTH.minus(Regions.rectangle(SIZE, 4, 4, 8, 8)).or(Regions.rectangle(SIZE, 26, 6, 30, 10));
    assertThat(ErrorClick.next(TRUTH, found, List.of())).contains(click(28, 8, false));
  }

  @Test
  void noPixelTwice() {
    BitMask found = TRUTH.minus(Regions.rectangle(SIZE, 4, 4, 8, 8));
    assertThat(ErrorClick.next(TRUTH, found, List.of(click(6, 6, true))))
        .hasValueSatisfying(
            next -> {
              assertThat(next.foreground()).isTrue();
              assertThat(next.place()).isNotEqualTo(new PixelPoint(6, 6));
              assertThat(TRUTH.minus(found).get((int) next.place().x(), (int) next.place().y()))
                  .isTrue();
            });
    BitMask onePixel = TRUTH.minus(Regions.rectangle(SIZE, 6, 6, 6, 6));
    assertThat(ErrorClick.next(TRUTH, onePixel, List.of(click(6, 6, true)))).isEmpty();
  }

  @Test
  void noneWithoutAnError() {
    assertThat(ErrorClick.next(TRUTH, TRUTH, List.of())).isEmpty();
  }

  private static LabelledPoint click(int x, int y, boolean foreground) {
    return new LabelledPoint(new PixelPoint(x, y), foreground);
  }
}
