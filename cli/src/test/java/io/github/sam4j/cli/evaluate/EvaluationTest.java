package io.github.sam4j.cli.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
              new SetScores("cats", List.of(scored("cats/1.jpg", 0.2, 0.5))),
              new SetScores("empty", List.of()),
              new SetScores(
                  "dogs",
                  List.of(
                      scored("dogs/1.jpg", 0.4, 1),
                      scored("dogs/1.jpg", 0.5, 1),
                      scored("dogs/2.jpg", 0.9, 1)))),
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
  void theMedianIsTheMiddleOne() {
    assertThat(Figures.median(List.of(9.0, 1.0, 2.0))).isEqualTo(2);
    assertThat(Figures.median(List.of(9.0, 1.0, 2.0, 3.0))).isEqualTo(2.5);
    assertThat(Figures.median(List.of())).isNaN();
  }

  private static ScoredObject scored(String picture, double first, double second) {
    ObjectPrompt prompt = new ObjectPrompt("1.png", 1, new Box(0, 0, 1, 1), new PixelPoint(0, 0));
    return new ScoredObject(picture, prompt, List.of(List.of(first), List.of(second, second)));
  }

  private static Contestant named(String... columns) {
    return new Contestant() {
      @Override
      public List<String> columns() {
        return List.of(columns);
      }

      @Override
      public List<List<Double>> ious(SamImage picture, List<Instance> instances) {
        throw new UnsupportedOperationException("only its columns are asked for");
      }
    };
  }
}
