package io.github.sam4j.core.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NonMaximumSuppressionTest {
  @Test
  void keepsTheBestOfEachHeap() {
    List<Box> boxes =
        List.of(
            new Box(0, 0, 10, 10),
            new Box(1, 0, 11, 10),
            new Box(30, 0, 40, 10),
            new Box(30, 0, 40, 10),
            new Box(5, 0, 15, 10));
    float[] scores = {0.5f, 0.9f, 0.7f, 0.7f, 0.8f};
    // Box 4 meets box 1 at 6 / 14.
    assertThat(NonMaximumSuppression.keep(boxes, scores, 0.5)).containsExactly(1, 4, 2);
    assertThat(NonMaximumSuppression.keep(boxes, scores, 0.4)).containsExactly(1, 2);
    assertThat(NonMaximumSuppression.keep(boxes, scores, 1)).containsExactly(1, 4, 2, 3, 0);
  }

  @Test
  void keepsWhatIsNotAboveTheThreshold() {
    List<Box> boxes = List.of(new Box(0, 0, 10, 10), new Box(0, 0, 10, 5));
    float[] scores = {1, 0.5f};
    assertThat(NonMaximumSuppression.keep(boxes, scores, 0.5)).containsExactly(0, 1);
    assertThat(NonMaximumSuppression.keep(boxes, scores, 0.4999)).containsExactly(0);
  }

  @Test
  void keepsBoxesWithoutArea() {
    List<Box> boxes = List.of(new Box(3, 3, 3, 3), new Box(3, 3, 3, 3));
    assertThat(NonMaximumSuppression.keep(boxes, new float[] {0f, -0f}, 0.1)).containsExactly(0, 1);
    assertThat(NonMaximumSuppression.keep(boxes, new float[] {-0f, 0f}, 0.1)).containsExactly(0, 1);
  }

  @Test
  void leavesNoPairAboveTheThresholdAndDropsNothingWithoutAReason() {
    Random random = new Random(8);
    List<Box> boxes = new ArrayList<>();
    float[] scores = new float[300];
    for (int i = 0; i < scores.length; i++) {
      double x = random.nextInt(100);
      double y = random.nextInt(100);
      boxes.add(new Box(x, y, x + 5 + random.nextInt(40), y + 5 + random.nextInt(40)));
      scores[i] = random.nextInt(20) / 20f;
    }
    int[] kept = NonMaximumSuppression.keep(boxes, scores, 0.7);
    boolean[] isKept = new boolean[scores.length];
    for (int i = 0; i < kept.length; i++) {
      isKept[kept[i]] = true;
      if (i > 0) {
        assertThat(scores[kept[i]]).isLessThanOrEqualTo(scores[kept[i - 1]]);
      }
    }
    assertThat(kept).hasSizeLessThan(scores.length);
    for (int i = 0; i < scores.length; i++) {
      boolean beaten = false;
      for (int k : kept) {
        boolean before = scores[k] > scores[i] || (scores[k] == scores[i] && k < i);
        beaten |= before && (float) boxes.get(k).iou(boxes.get(i)) > 0.7;
      }
      assertThat(isKept[i]).isEqualTo(!beaten);
    }
  }

  @Test
  void needsAScoreForEachBox() {
    assertThat(NonMaximumSuppression.keep(List.of(), new float[0], 0.5)).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NonMaximumSuppression.keep(List.of(), new float[1], 0.5))
        .withMessage("0 boxes need as many scores, found 1");
  }
}
