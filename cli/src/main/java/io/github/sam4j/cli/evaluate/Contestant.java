package io.github.sam4j.cli.evaluate;

import io.github.sam4j.core.image.SamImage;
import java.util.List;

/** What finds masks for prompts and is compared with others. */
interface Contestant {
  /** What it is asked, a column of the table each. */
  List<String> columns();

  /** How it segments everything, two columns of the table each; none if it does not. */
  default List<EverythingPass> passes() {
    return List.of();
  }

  /** Looks at a picture. */
  Answers look(SamImage picture);
}
