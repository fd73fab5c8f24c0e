package io.github.sam4j.families.efficientsam;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sam4j.core.geometry.Box;
import io.github.sam4j.prompt.Prompt;
import io.github.sam4j.prompt.SpatialPrompt;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromptLimitsTest {
  private static SpatialPrompt clicks(int count) {
    SpatialPrompt prompt = Prompt.points(List.of());
    for (int i = 0; i < count; i++) {
      prompt = prompt.include(i, i);
    }
    return prompt;
  }

  @Test
  void nothingIsSaidOfWhatTheModelTakes() {
    assertThat(PromptLimits.exceeded(List.of(clicks(6), clicks(4).within(new Box(0, 0, 1, 1)))))
        .isEmpty();
  }

  @Test
  void pointsBeyondSix() {
    assertThat(PromptLimits.exceeded(List.of(clicks(1), clicks(8))))
        .containsExactly(
            "EfficientSAM takes 6 points in a prompt, of which a box is two:"
                + " found 8, those behind are left out");
    assertThat(PromptLimits.exceeded(List.of(Prompt.box(0, 0, 1, 1).include(1, 1)))).isEmpty();
    SpatialPrompt five = Prompt.box(0, 0, 1, 1);
    for (int i = 0; i < 5; i++) {
      five = five.include(i, i);
    }
    assertThat(PromptLimits.exceeded(List.of(five)))
        .containsExactly(
            "EfficientSAM takes 6 points in a prompt, of which a box is two:"
                + " found 7, those behind are left out");
  }

  @Test
  void clicksBesideTheObject() {
    assertThat(
            PromptLimits.exceeded(
                List.of(clicks(1).exclude(3, 4), clicks(1), clicks(6).exclude(9, 9))))
        .containsExactly(
            "EfficientSAM takes 6 points in a prompt, of which a box is two:"
                + " found 7, those behind are left out",
            "EfficientSAM takes clicks on the object and a box:"
                + " found 2 beside it, each a place without a label");
  }
}
