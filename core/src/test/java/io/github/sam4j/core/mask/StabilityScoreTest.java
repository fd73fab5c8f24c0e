package io.github.sam4j.core.mask;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StabilityScoreTest {
  @Test
  void isTheRatioOfTheTwoAreas() {
    float[] logits = {2, 1, 0.5f, 0, -0.5f, -1, -3, Float.NaN};
    // Strictly above 1: one; strictly above -1: five.
    assertThat(StabilityScore.of(logits, 0, 1)).isEqualTo(1f / 5f);
    assertThat(StabilityScore.of(logits, 0.75, 0.5)).isEqualTo(1f / 3f);
    assertThat(StabilityScore.of(logits, 0, 0)).isEqualTo(1);
  }

  @Test
  void isZeroWithoutAPixel() {
    assertThat(StabilityScore.of(new float[] {-5, -6}, 0, 1)).isZero();
  }
}
