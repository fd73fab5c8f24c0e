package io.github.sam4j.cli.evaluate;

import java.util.List;

/**
 * What came out.
 *
 * @param sets in the order they were asked for
 * @param failed pictures that were left out because something is wrong with them
 */
record Evaluation(List<SetScores> sets, int failed) {
  /** A contestant's mean over the sets that have objects; empty if none has. */
  List<Double> means(int contestant) {
    return Figures.means(
        sets.stream().map(set -> set.means(contestant)).filter(means -> !means.isEmpty()).toList());
  }

  /** The means of a contestant's passes over the pictures of all sets; empty without any. */
  List<Double> everythingMeans(int contestant) {
    return Figures.means(
        sets.stream()
            .flatMap(set -> set.everything().stream())
            .map(picture -> picture.figures(contestant))
            .toList());
  }

  long pictures() {
    return sets.stream().mapToLong(SetScores::pictures).sum();
  }

  int masks() {
    return sets.stream().mapToInt(set -> set.objects().size()).sum();
  }
}
