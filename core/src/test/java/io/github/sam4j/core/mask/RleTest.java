package io.github.sam4j.core.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.sam4j.core.geometry.ImageSize;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RleTest {
  @ParameterizedTest
  @MethodSource("io.github.sam4j.core.mask.Shapes#all")
  void runsGoDownTheColumns(BitMask mask) {
    List<Integer> expected = new ArrayList<>();
    boolean inside = false;
    int run = 0;
    for (int x = 0; x < mask.size().width(); x++) {
      for (int y = 0; y < mask.size().height(); y++) {
        if (mask.get(x, y) != inside) {
          expected.add(run);
          run = 0;
          inside = !inside;
        }
        run++;
      }
    }
    expected.add(run);
    Rle rle = Rle.of(mask);
    assertThat(rle.counts()).isEqualTo(expected.stream().mapToInt(Integer::intValue).toArray());
    assertThat(rle.area()).isEqualTo(mask.area());
    assertThat(rle.toMask()).isEqualTo(mask);
    assertThat(Rle.fromCocoString(mask.size(), rle.toCocoString())).isEqualTo(rle);
  }

  @Test
  void decodesEmptyRuns() {
    ImageSize size = new ImageSize(2, 3);
    assertThat(new Rle(size, new int[] {0, 0, 2, 1, 0, 2, 1, 0}).toMask())
        .isEqualTo(Shapes.drawn(".#", ".#", "#."));
    assertThat(new Rle(size, new int[] {0, 6}).toMask()).isEqualTo(BitMask.full(size));
  }

  /** Constants worked out by the rules of COCO's maskApi.c. */
  @Test
  void writesCocoStrings() {
    assertThat(Rle.of(Shapes.drawn("...", ".#.", "...")).toCocoString()).isEqualTo("414");
    // 10000 = 16 + 24 * 32 + 9 * 1024
    assertThat(Rle.of(BitMask.empty(new ImageSize(100, 100))).toCocoString()).isEqualTo("`h9");
    // The fourth and fifth count as differences: 16 - 70 and 9 - 5.
    ImageSize size = new ImageSize(10, 10);
    assertThat(new Rle(size, new int[] {0, 70, 5, 16, 9}).toCocoString()).isEqualTo("0V25ZN4");
  }

  @Test
  void refusesBadCounts() {
    ImageSize size = new ImageSize(4, 5);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Rle(size, new int[] {3, 4}))
        .withMessage("the run lengths of a mask of 4 x 5 must add up to 20, found 7");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Rle(size, new int[] {21, -1}))
        .withMessageContaining("found -1");
    assertThatIllegalArgumentException().isThrownBy(() -> new Rle(size, new int[] {}));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Rle(size, new int[] {Integer.MAX_VALUE, Integer.MAX_VALUE, 22}));
  }

  @Test
  void refusesBadStrings() {
    ImageSize size = new ImageSize(4, 5);
    for (String text : List.of("", "`", "4 4", "4\u00e94", "D", "ooooooooo0", "K2")) {
      assertThatIllegalArgumentException()
          .as(text)
          .isThrownBy(() -> Rle.fromCocoString(size, text));
    }
  }

  @Test
  void keepsItsCounts() {
    int[] counts = {1, 2, 1};
    Rle rle = new Rle(new ImageSize(2, 2), counts);
    counts[0] = 9;
    rle.counts()[1] = 9;
    assertThat(rle.counts()).containsExactly(1, 2, 1);
    assertThat(rle)
        .isEqualTo(new Rle(new ImageSize(2, 2), new int[] {1, 2, 1}))
        .isNotEqualTo(new Rle(new ImageSize(4, 1), new int[] {1, 2, 1}));
  }
}
