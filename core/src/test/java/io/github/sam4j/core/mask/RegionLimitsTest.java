package io.github.sam4j.core.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RegionLimitsTest {
  /** A block of 3 x 3 with a hole, a lone cell, and two cells that touch at a corner. */
  private static final LowResolutionLogits LOGITS =
      new LowResolutionLogits(
          6,
          new float[] {
            3, 3, 3, -3, -3, 2, //
            3, 0, 3, -3, -3, -3, //
            3, 3, 3, -3, -3, -3, //
            -3, -3, -3, -3, -3, -3, //
            -3, 1, -3, -3, -3, -3, //
            -3, -3, 1, -3, -3, -3
          });

  private static float[] cleaned(int hole, int sprinkle) {
    return new RegionLimits(hole, sprinkle).clean(LOGITS).values();
  }

  @Test
  void holesOfTheLimitAreFilled() {
    float[] found = cleaned(1, 0);
    float[] expected = LOGITS.values();
    expected[7] = 10;
    assertThat(found).containsExactly(expected);
  }

  @Test
  void sprinklesAtTheBorderAndThroughCornersCount() {
    float[] expected = LOGITS.values();
    expected[5] = -10;
    assertThat(cleaned(0, 1)).containsExactly(expected);
    expected[25] = -10;
    expected[32] = -10;
    assertThat(cleaned(0, 2)).containsExactly(expected);
  }

  @Test
  void bothAreFoundInWhatWasGiven() {
    // Were the hole filled first, the block would have 9 cells and stay.
    float[] found = cleaned(1, 8);
    assertThat(found[0]).isEqualTo(-10);
    assertThat(found[7]).isEqualTo(10);
  }

  @Test
  void withoutLimitsNothingIsCopied() {
    assertThat(RegionLimits.NONE.clean(LOGITS)).isSameAs(LOGITS);
    assertThatThrownBy(() -> new RegionLimits(-1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1");
  }
}
