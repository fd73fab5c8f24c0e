package io.github.sam4j.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sam4j.core.geometry.Box;
import io.github.sam4j.core.geometry.PixelPoint;
import io.github.sam4j.core.mask.LowResolutionLogits;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromptTest {
  private static final LabelledPoint CLICK = new LabelledPoint(new PixelPoint(1, 2), true);
  private static final LowResolutionLogits MASK = new LowResolutionLogits(1, new float[1]);

  @Test
  void growsWithoutChanging() {
    SpatialPrompt one = Prompt.point(1, 2);
    SpatialPrompt all = one.exclude(3, 4).within(new Box(0, 0, 5, 6)).refining(MASK);
    assertThat(one.points()).containsExactly(CLICK);
    assertThat(one.box()).isNull();
    assertThat(all.points()).containsExactly(CLICK, new LabelledPoint(new PixelPoint(3, 4), false));
    assertThat(all.box()).isEqualTo(new Box(0, 0, 5, 6));
    assertThat(all.mask()).isSameAs(MASK);
  }

  @Test
  void copiesTheList() {
    List<LabelledPoint> points = new ArrayList<>(List.of(CLICK));
    SpatialPrompt prompt = Prompt.points(points);
    points.clear();
    assertThat(prompt.points()).containsExactly(CLICK);
  }

  @Test
  void knowsWhenItIsEmpty() {
    assertThat(Prompt.points(List.of()).isEmpty()).isTrue();
    assertThat(Prompt.point(0, 0).isEmpty()).isFalse();
    assertThat(Prompt.box(0, 0, 1, 1).isEmpty()).isFalse();
    assertThat(Prompt.mask(MASK).isEmpty()).isFalse();
  }

  @Test
  void isScaledToTheModelsInput() {
    SpatialPrompt prompt = Prompt.box(2, 4, 6, 8).include(10, 20).exclude(1, 1).refining(MASK);
    assertThat(prompt.scaled(0.5, 0.25))
        .isEqualTo(
            new SpatialPrompt(
                List.of(
                    new LabelledPoint(new PixelPoint(5, 5), true),
                    new LabelledPoint(new PixelPoint(0.5, 0.25), false)),
                new Box(1, 1, 3, 2),
                MASK));
  }

  @Test
  void tellsItsParts() {
    assertThat(PromptPart.of(Prompt.points(List.of()))).isEmpty();
    assertThat(PromptPart.of(Prompt.box(0, 0, 1, 1).exclude(1, 1)))
        .containsExactly(PromptPart.BACKGROUND_POINTS, PromptPart.BOX);
    assertThat(PromptPart.of(Prompt.mask(MASK).include(1, 1)))
        .containsExactly(PromptPart.FOREGROUND_POINTS, PromptPart.MASK);
  }
}
