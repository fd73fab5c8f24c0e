package io.github.sam4j.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MaskRankingTest {
  @Test
  void bestComesFirst() {
    assertThat(MaskRanking.bestFirst(0.1f, 0.9f, -2f, 0.5f)).containsExactly(1, 3, 0, 2);
  }

  @Test
  void equalsKeepTheirOrder() {
    assertThat(MaskRanking.bestFirst(0f, 1f, -0f, 1f)).containsExactly(1, 3, 0, 2);
  }

  @Test
  void whatIsNotANumberComesLast() {
    assertThat(MaskRanking.bestFirst(Float.NaN, Float.NEGATIVE_INFINITY, 1f))
        .containsExactly(2, 1, 0);
  }

  @Test
  void ranksEachPromptByItself() {
    DecodedMasks masks =
        new DecodedMasks(2, 2, 1, new float[] {1, 2, 3, 4}, new float[] {.1f, .2f, .4f, .3f});
    assertThat(masks.ranking(0)).containsExactly(1, 0);
    assertThat(masks.ranking(1)).containsExactly(0, 1);
    assertThat(masks.mask(1, 0).values()).containsExactly(3);
    assertThat(masks.iou(1, 1)).isEqualTo(.3f);
  }

  @Test
  void refusesArraysOfOtherSizes() {
    assertThatThrownBy(() -> new DecodedMasks(1, 2, 2, new float[7], new float[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("need 8 logits and 2 scores, found 7 and 2");
  }
}
