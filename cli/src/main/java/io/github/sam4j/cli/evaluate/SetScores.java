package io.github.sam4j.cli.evaluate;

import java.util.List;

/**
 * What came out for a set.
 *
 * @param name the set's
 * @param objects in the order of its pictures
 * @param everything what passes over everything found in its pictures; empty without any
 */
record SetScores(String name, List<ScoredObject> objects, List<ScoredPicture> everything) {
  /** Pictures that have an object here. */
  long pictures() {
    return objects.stream().map(ScoredObject::picture).distinct().count();
  }

  /** A contestant's mean IoU of each column over the objects; empty without any. */
  List<Double> means(int contestant) {
    return Figures.means(objects.stream().map(object -> object.ious().get(contestant)).toList());
  }

  /** The means of a contestant's passes over the pictures; empty without any. */
  List<Double> everythingMeans(int contestant) {
    return Figures.means(everything.stream().map(picture -> picture.figures(contestant)).toList());
  }
}
