package io.github.sam4j.cli.evaluate;

import java.util.List;

/**
 * What came out for a set.
 *
 * @param name the set's
 * @param objects in the order of its pictures
 */
record SetScores(String name, List<ScoredObject> objects) {
  /** Pictures that have an object here. */
  long pictures() {
    return objects.stream().map(ScoredObject::picture).distinct().count();
  }

  /** A contestant's mean IoU of each column over the objects; empty without any. */
  List<Double> means(int contestant) {
    return Figures.means(objects.stream().map(object -> object.ious().get(contestant)).toList());
  }
}
