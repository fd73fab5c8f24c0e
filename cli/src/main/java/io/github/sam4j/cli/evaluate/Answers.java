package io.github.sam4j.cli.evaluate;

import io.github.sam4j.core.mask.BitMask;
import java.util.List;

/** What a contestant finds in one picture. */
interface Answers {
  /** For each instance the IoU of each column. */
  List<List<Double>> ious(List<Instance> instances);

  /** For each of its passes over everything how much of the labelled objects it finds. */
  default List<Recall> everything(List<BitMask> labelled) {
    return List.of();
  }
}
