package io.github.sam4j.cli.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.sam4j.EverythingOptions;
import io.github.sam4j.core.geometry.Box;
import io.github.sam4j.core.geometry.PixelPoint;
import io.github.sam4j.core.image.SamImage;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Means and the table of them. */
class EvaluationTest {
  private static final Evaluation EVALUATION =
      new Evaluation(
          List.of(
              new SetScores("cats", List.of(scored("cats/1.jpg", 0.2, 0.5)), List.of()),
              new SetScores("empty", List.of(), List.of()),
              new SetScores(
                  "dogs",
                  List.of(
                      scored("dogs/1.jpg", 0.4, 1),
                      scored("dogs/1.jpg", 0.5, 1),
                      scored("dogs/2.jpg", 0.9, 1)),
                  List.of())),
          0);

  @Test
  void eachSetCountsTheSame() {
    assertThat(EVALUATION.sets().get(2).means(0).get(0)).isCloseTo(0.6, within(1e-12));
    assertThat(EVALUATION.means(0).get(0)).isCloseTo(0.4, within(1e-12));
    assertThat(EVALUATION.means(1)).containsExactly(0.75, 0.75);
    assertThat(new Evaluation(List.of(), 0).means(0)).isEmpty();
  }

  @Test
  void theTableHasARowForEachSetAndTheMean() {
    assertThat(
            EvaluationTable.lines(EVALUATION, List.of(named("a"), named("b", "c")), List.of(0, 1)))
        .containsExactly(
            "SET             PICTURES  MASKS  a      b      c",
            "cats            1         1      0.200  0.500  0.500",
            "empty           0         0      -      -      -",
            "dogs            2         3      0.600  1.000  1.000",
            "mean over sets  3         4      0.400  0.750  0.750");
    assertThat(EvaluationTable.lines(EVALUATION, List.of(named("a"), named("b", "c")), List.of(1)))
        .startsWith("SET             PICTURES  MASKS  b      c");
  }

  @Test
  void passesOverEverythingHaveAColumnForWhatIsFoundAndOneForMasks() {
    Evaluation evaluation =
        new Evaluation(
            List.of(
                new SetScores(
                    "cats",
                    List.of(scored("cats/1.jpg", 0.2, 0.5)),
                    List.of(everything("cats/1.jpg", 1, 30, 0.5, 40))),
                new SetScores("empty", List.of(), List.of()),
                new SetScores(
                    "dogs",
                    List.of(),
                    List.of(
                        everything("dogs/1.jpg", 0, 10, 0.5, 40),
                        everything("dogs/2.jpg", 0.5, 15, 1, 35)))),
            0);
    EverythingOptions options = EverythingOptions.defaults();
    Contestant model =
        named(
            List.of(
                new EverythingPass("thresholds", "thresholds", options),
                new EverythingPass("select", "select 40", options)),
            "a");
    assertThat(
            EvaluationTable.lines(evaluation, List.of(model, named("b", "c")), List.of(0, 1))
                .stream()
                .map(line -> line.replaceAll(" {2,}", "|")))
        .containsExactly(
            "SET|PICTURES|MASKS|a|thresholds found|masks|select 40 found|masks|b|c",
            "cats|1|1|0.200|1.000|30.0|0.500|40.0|0.500|0.500",
            "empty|0|0|-|-|-|-|-|-|-",
            "dogs|0|0|-|0.250|12.5|0.750|37.5|-|-",
            // Of pictures, not of sets.
            "mean over sets|1|1|0.200|0.500|18.3|0.667|38.3|0.500|0.500");
  }

  @Test
  void theMedianIsTheMiddleOne() {
    assertThat(Figures.median(List.of(9.0, 1.0, 2.0))).isEqualTo(2);
    assertThat(Figures.median(List.of(9.0, 1.0, 2.0, 3.0))).isEqualTo(2.5);
    assertThat(Figures.median(List.of())).isNaN();
  }

  private static ScoredObject scored(String picture, double first, double second) {
    ObjectPrompt prompt = new ObjectPrompt("1.png", 1, new Box(0, 0, 1, 1), new PixelPoint(0, 0));
    return new ScoredObject(picture, prompt, List.of(List.of(first), List.of(second, second)));
  }

  private static ScoredPicture everything(
      String picture, double thresholds, int masks, double chosen, int chosenMasks) {
    return new ScoredPicture(
        picture,
        List.of(
            List.of(new Recall(thresholds, masks), new Recall(chosen, chosenMasks)), List.of()));
  }

  private static Contestant named(String... columns) {
    return named(List.of(), columns);
  }

  private static Contestant named(List<EverythingPass> passes, String... columns) {
    return new Contestant() {
      @Override
      public List<EverythingPass> passes() {
        return passes;
      }

      @Override
      public List<String> columns() {
        return List.of(columns);
      }

      @Override
      public Answers look(SamImage picture) {
        throw new UnsupportedOperationException("only its columns are asked for");
      }
    };
  }
}
