package io.github.sam4j.cli.evaluate;

import java.util.List;

/**
 * What passes over everything found in a picture.
 *
 * @param picture its name
 * @param recalls for each contestant that of each of its passes
 */
record ScoredPicture(String picture, List<List<Recall>> recalls) {
  /** A contestant's figures in the order of the table's columns. */
  List<Double> figures(int contestant) {
    return recalls.get(contestant).stream()
        .flatMap(recall -> List.of(recall.found(), (double) recall.masks()).stream())
        .toList();
  }
}
