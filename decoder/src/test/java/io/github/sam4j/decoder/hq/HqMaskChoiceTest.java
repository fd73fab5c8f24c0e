package io.github.sam4j.decoder.hq;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sam4j.decoder.MaskChoice;
import io.github.sam4j.decoder.MaskChoice.Candidates;
import io.github.sam4j.decoder.MaskRequest;
import io.github.sam4j.decoder.MaskSet;
import io.github.sam4j.prompt.MaskOption;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HqMaskChoiceTest {
  private static final int HQ = 4;
  private static final HqMaskChoice CHOICE = new HqMaskChoice(HQ);

  /** The single mask's is the highest, and the best of the others stands between them. */
  private static final float[] IOU = {0.9f, 0.2f, 0.8f, 0.3f};

  private static Candidates candidates(MaskSet masks, Set<MaskOption> options) {
    MaskRequest request = MaskRequest.of(masks).withOptions(options);
    List<Candidates> found = CHOICE.candidates(request, IOU);
    assertThat(found).hasSize(CHOICE.masks(request)).hasSize(1);
    return found.get(0);
  }

  @Test
  void theHqMaskIsAddedToOneOfSams() {
    assertThat(candidates(MaskSet.SINGLE, Set.of()))
        .isEqualTo(new Candidates(List.of(0, HQ), 0.9f));
    assertThat(candidates(MaskSet.MULTIPLE, Set.of()))
        .isEqualTo(new Candidates(List.of(2, HQ), 0.8f));
    assertThat(candidates(MaskSet.ALL, Set.of())).isEqualTo(new Candidates(List.of(2, HQ), 0.8f));
  }

  @Test
  void theHqMaskAloneHasTheIouOfTheOtherwiseChosen() {
    Set<MaskOption> alone = Set.of(MaskOption.HQ_TOKEN_ONLY);
    assertThat(candidates(MaskSet.SINGLE, alone)).isEqualTo(new Candidates(List.of(HQ), 0.9f));
    assertThat(candidates(MaskSet.MULTIPLE, alone)).isEqualTo(new Candidates(List.of(HQ), 0.8f));
  }

  @Test
  void ofEquallyGoodMasksTheFirst() {
    float[] iou = {0, 0.5f, 0.5f, 0.5f};
    assertThat(CHOICE.candidates(MaskRequest.of(MaskSet.MULTIPLE), iou).get(0).tokens())
        .containsExactly(1, HQ);
  }

  @Test
  void aModelWithoutMultipleMasksHasTheSingleOne() {
    float[] iou = {0.4f};
    assertThat(new HqMaskChoice(1).candidates(MaskRequest.of(MaskSet.MULTIPLE), iou))
        .containsExactly(new Candidates(List.of(0, 1), 0.4f));
  }

  @Test
  void logitsAreAddedAndLeftAsTheyWere() {
    FloatBuffer one = FloatBuffer.wrap(new float[] {1, -2});
    FloatBuffer other = FloatBuffer.wrap(new float[] {0.5f, 4});
    Candidates candidates = new Candidates(List.of(2, HQ), 0.8f);
    MaskChoice.Answer answer = CHOICE.answer(candidates, List.of(one, other), IOU);
    assertThat(answer.logits()).isEqualTo(FloatBuffer.wrap(new float[] {1.5f, 2}));
    assertThat(answer.iou()).isEqualTo(0.8f);
    assertThat(one.array()).containsExactly(1, -2);
    assertThat(other.array()).containsExactly(0.5f, 4);
  }
}
