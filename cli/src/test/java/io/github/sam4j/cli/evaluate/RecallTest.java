package io.github.sam4j.cli.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sam4j.EverythingOptions;
import io.github.sam4j.Mask;
import io.github.sam4j.ModelInfo;
import io.github.sam4j.core.geometry.Box;
import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.core.mask.BitMask;
import io.github.sam4j.core.mask.LowResolutionLogits;
import io.github.sam4j.core.tensor.Precision;
import io.github.sam4j.prompt.Prompt;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What automatic masks find, and how they are asked for. */
class RecallTest {
  private static final ImageSize SIZE = new ImageSize(50, 40);
  private static final BitMask OBJECT = Regions.rectangle(SIZE, 0, 0, 9, 9);
  private static final BitMask OTHER = Regions.rectangle(SIZE, 20, 20, 29, 29);

  @Test
  void anObjectIsFoundAtHalfAnIou() {
    Mask half = mask(Regions.rectangle(SIZE, 0, 0, 9, 4));
    Mask less = mask(Regions.rectangle(SIZE, 20, 20, 29, 23));
    assertThat(Recall.of(List.of(half, less), List.of(OBJECT, OTHER)))
        .isEqualTo(new Recall(0.5, 2));
    assertThat(Recall.of(List.of(less, mask(OTHER), half), List.of(OBJECT, OTHER)))
        .isEqualTo(new Recall(1, 3));
    assertThat(Recall.of(List.of(), List.of(OBJECT))).isEqualTo(new Recall(0, 0));
  }

  @Test
  void thresholdsAndAChoiceOfTheUsersNumberElseTheModelsElseForty() {
    assertThat(EverythingPass.of(recommending(OptionalInt.of(30)), 7))
        .containsExactly(
            new EverythingPass(
                "thresholds", "thresholds", EverythingOptions.defaults().withSelect(0)),
            new EverythingPass("select", "select 7", EverythingOptions.defaults().withSelect(7)));
    assertThat(EverythingPass.of(recommending(OptionalInt.of(30)), null).get(1).title())
        .isEqualTo("select 30");
    assertThat(EverythingPass.of(recommending(OptionalInt.of(0)), null).get(1).title())
        .isEqualTo("select 40");
    assertThat(EverythingPass.of(recommending(OptionalInt.empty()), null).get(1).title())
        .isEqualTo("select 40");
  }

  private static ModelInfo recommending(OptionalInt select) {
    return new ModelInfo(
        "a model",
        "SAM",
        64,
        List.of(),
        "cpu",
        Precision.F32,
        "0",
        new ModelInfo.Thresholds(OptionalDouble.of(0.5), OptionalDouble.of(0.6), select));
  }

  private static Mask mask(BitMask bits) {
    return new Mask(
        bits,
        0.9,
        0.9,
        Prompt.point(0, 0),
        new Box(0, 0, SIZE.width(), SIZE.height()),
        new LowResolutionLogits(1, new float[1]));
  }
}
