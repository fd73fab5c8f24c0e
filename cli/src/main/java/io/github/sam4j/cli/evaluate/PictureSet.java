package io.github.sam4j.cli.evaluate;

import java.util.ArrayList;
import java.util.List;

/**
 * Pictures of one kind.
 *
 * @param name its folder's name
 * @param pictures in the order of their names
 */
record PictureSet(String name, List<LabelledPicture> pictures) {
  /** At most so many of its pictures, evenly spread from the first to the last. */
  PictureSet limitedTo(int limit) {
    int last = pictures.size() - 1;
    if (limit > last) {
      return this;
    }
    List<LabelledPicture> chosen = new ArrayList<>();
    double step = limit == 1 ? 0 : (double) last / (limit - 1);
    for (int i = 0; i < limit; i++) {
      // The last one as it is: its product may round to less.
      chosen.add(pictures.get(i > 0 && i == limit - 1 ? last : (int) (i * step)));
    }
    return new PictureSet(name, List.copyOf(chosen));
  }
}
