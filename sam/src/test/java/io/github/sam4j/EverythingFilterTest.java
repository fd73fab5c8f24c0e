package io.github.sam4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What options and a model's recommendations come to. */
class EverythingFilterTest {
  private static final ModelInfo.Thresholds NOTHING =
      new ModelInfo.Thresholds(OptionalDouble.empty(), OptionalDouble.empty(), OptionalInt.empty());
  private static final ModelInfo.Thresholds THRESHOLDS =
      new ModelInfo.Thresholds(OptionalDouble.of(0.4), OptionalDouble.of(0.6), OptionalInt.empty());
  private static final ModelInfo.Thresholds CHOICE =
      new ModelInfo.Thresholds(OptionalDouble.of(0.5), OptionalDouble.of(0.6), OptionalInt.of(40));

  @Test
  void aPublishedModelHasTheReferencesThresholds() {
    assertThat(filter(EverythingOptions.builder(), NOTHING))
        .isEqualTo(new EverythingFilter(0.88, 0.95, 0.7, 0.7, 0));
  }

  @Test
  void aModelMayRecommendThresholdsOrAChoice() {
    assertThat(filter(EverythingOptions.builder(), THRESHOLDS))
        .isEqualTo(new EverythingFilter(0.4, 0.6, 0.7, 0.7, 0));
    assertThat(filter(EverythingOptions.builder(), CHOICE))
        .isEqualTo(new EverythingFilter(0.3, 0.2, 0.9, 0.9, 40));
    for (int none : new int[] {0, -1}) {
      ModelInfo.Thresholds off =
          new ModelInfo.Thresholds(CHOICE.predIou(), CHOICE.stabilityScore(), OptionalInt.of(none));
      assertThat(filter(EverythingOptions.builder(), off).select()).isZero();
    }
  }

  @Test
  void whatIsAskedForHolds() {
    assertThat(filter(EverythingOptions.builder().select(7), NOTHING))
        .isEqualTo(new EverythingFilter(0.3, 0.2, 0.9, 0.9, 7));
    assertThat(filter(EverythingOptions.builder().select(7), CHOICE).select()).isEqualTo(7);
    assertThat(filter(EverythingOptions.builder().select(0), CHOICE))
        .isEqualTo(new EverythingFilter(0.5, 0.6, 0.7, 0.7, 0));
  }

  @Test
  void whoGivesAThresholdGetsWhatPassesIt() {
    assertThat(filter(EverythingOptions.builder().predIouThresh(0.8), CHOICE))
        .isEqualTo(new EverythingFilter(0.8, 0.6, 0.7, 0.7, 0));
    assertThat(filter(EverythingOptions.builder().stabilityScoreThresh(0.0), CHOICE))
        .isEqualTo(new EverythingFilter(0.5, 0, 0.7, 0.7, 0));
    assertThat(EverythingFilter.of(EverythingOptions.defaults().withThresholds(0.1, 0.2), CHOICE))
        .isEqualTo(new EverythingFilter(0.1, 0.2, 0.7, 0.7, 0));
  }

  @Test
  void thresholdsOfDuplicatesAloneStillChoose() {
    assertThat(filter(EverythingOptions.builder().boxNmsThresh(0.7).cropNmsThresh(0.8), CHOICE))
        .isEqualTo(new EverythingFilter(0.3, 0.2, 0.7, 0.8, 40));
    assertThat(filter(EverythingOptions.builder().boxNmsThresh(0.9), NOTHING))
        .isEqualTo(new EverythingFilter(0.88, 0.95, 0.9, 0.7, 0));
  }

  @Test
  void thresholdsAndAChoiceGoTogetherWhereBothAreAskedFor() {
    assertThat(filter(EverythingOptions.builder().predIouThresh(0.6).select(5), CHOICE))
        .isEqualTo(new EverythingFilter(0.6, 0.2, 0.9, 0.9, 5));
    assertThat(
            EverythingFilter.of(
                EverythingOptions.defaults().withThresholds(0.6, 0.7).withSelect(5), NOTHING))
        .isEqualTo(new EverythingFilter(0.6, 0.7, 0.9, 0.9, 5));
  }

  @Test
  void lessThanNoneCannotBeChosen() {
    EverythingOptions.Builder wrong = EverythingOptions.builder().select(-1);
    assertThatThrownBy(wrong::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("select must be at least 0, found -1");
  }

  private static EverythingFilter filter(
      EverythingOptions.Builder options, ModelInfo.Thresholds recommended) {
    return EverythingFilter.of(options.build(), recommended);
  }
}
