package io.github.sam4j.families.sam2;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sam4j.decoder.MaskChoice.Answer;
import io.github.sam4j.decoder.MaskChoice.Candidates;
import io.github.sam4j.decoder.MaskRequest;
import io.github.sam4j.decoder.MaskSet;
import io.github.sam4j.prompt.MaskOption;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class DynamicMultimaskTest {
  private static final DynamicMultimask CHOICE = new DynamicMultimask(4, true, 0.05, 0.98);
  private static final float[] IOU = {0, -1, 2, 1};
  private static final MaskRequest SINGLE = MaskRequest.of(MaskSet.SINGLE);
  private static final FloatBuffer STABLE = FloatBuffer.wrap(new float[] {1, 1, -1, -1});
  private static final FloatBuffer UNSTABLE = FloatBuffer.wrap(new float[] {1, 0.01f, -1, -1});
  private static final FloatBuffer OTHER = FloatBuffer.wrap(new float[] {7, 7, 7, 7});

  private static Answer answer(FloatBuffer own) {
    Candidates candidates = CHOICE.candidates(SINGLE, IOU).get(0);
    assertThat(candidates.tokens()).containsExactly(0, 2);
    return CHOICE.answer(candidates, List.of(own, OTHER), IOU);
  }

  @Test
  void aStableMaskStays() {
    assertThat(answer(STABLE).logits()).isSameAs(STABLE);
    assertThat(answer(STABLE).iou()).isEqualTo(0.5f);
  }

  @Test
  void anUnstableMaskGivesWayToTheBestOfTheOthers() {
    Answer answer = answer(UNSTABLE);
    assertThat(answer.logits()).isSameAs(OTHER);
    assertThat((double) answer.iou()).isCloseTo(1 / (1 + Math.exp(-2)), Offset.offset(1e-6));
  }

  /** The reference takes an empty mask for stable. */
  @Test
  void anEmptyMaskStays() {
    FloatBuffer empty = FloatBuffer.wrap(new float[] {-1, -1, -1, -1});
    assertThat(answer(empty).logits()).isSameAs(empty);
  }

  @Test
  void whatMayPassIsTheGreaterOfTheTwo() {
    assertThat((double) CHOICE.candidates(SINGLE, IOU).get(0).iou())
        .isCloseTo(1 / (1 + Math.exp(-2)), Offset.offset(1e-6));
  }

  @Test
  void othersAreAsSams() {
    assertThat(CHOICE.candidates(MaskRequest.of(MaskSet.MULTIPLE), IOU))
        .extracting(Candidates::tokens)
        .containsExactly(List.of(1), List.of(2), List.of(3));
    assertThat(CHOICE.candidates(MaskRequest.of(MaskSet.ALL), IOU)).hasSize(4);
    MaskRequest fixed = SINGLE.withOptions(Set.of(MaskOption.STATIC_SINGLE_MASK));
    assertThat(CHOICE.candidates(fixed, IOU))
        .extracting(Candidates::tokens)
        .containsExactly(List.of(0));
    assertThat(new DynamicMultimask(4, false, 0.05, 0.98).candidates(SINGLE, IOU).get(0).tokens())
        .containsExactly(0);
  }
}
