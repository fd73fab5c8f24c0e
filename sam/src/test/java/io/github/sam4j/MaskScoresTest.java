package io.github.sam4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sam4j.decoder.DecodedMasks;
import io.github.sam4j.prompt.MaskOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaskScoresTest {
  /** Two prompts with two masks of 2 x 2 cells each. */
  private static final DecodedMasks DECODED =
      new DecodedMasks(
          2,
          2,
          2,
          new float[] {
            9, 9, 9, 9, //
            2, 0.5f, -0.5f, -2, //
            -9, -9, -9, -9, //
            3, 2, 2, -0.5f
          },
          new float[] {0.1f, 0.2f, 0.3f, 0.4f});

  @Test
  void predictedIouIsWhatTheModelSays() {
    assertThat(MaskScores.of(DECODED, 0, MaskOrder.predictedIou())).containsExactly(0.1f, 0.2f);
    assertThat(MaskScores.of(DECODED, 1, MaskOrder.predictedIou())).containsExactly(0.3f, 0.4f);
  }

  @Test
  void stabilityIsCountedInCells() {
    assertThat(MaskScores.of(DECODED, 0, MaskOrder.stability())).containsExactly(1, 1 / 3f);
    assertThat(MaskScores.of(DECODED, 1, MaskOrder.stability())).containsExactly(0, 0.75f);
    assertThat(MaskScores.of(DECODED, 1, MaskOrder.stability(0.1))).containsExactly(0, 1);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void anOffsetLiesBetweenTwoThresholds(double offset) {
    assertThatThrownBy(() -> MaskOrder.stability(offset))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("more than 0, found " + offset);
  }
}
