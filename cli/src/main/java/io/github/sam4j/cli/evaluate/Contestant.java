package io.github.sam4j.cli.evaluate;

import io.github.sam4j.core.image.SamImage;
import java.util.List;

/** What finds masks for prompts and is compared with others. */
interface Contestant {
  /** What it is asked, a column of the table each. */
  List<String> columns();

  /** For each instance the IoU of each column. */
  List<List<Double>> ious(SamImage picture, List<Instance> instances);
}
