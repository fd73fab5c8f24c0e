package io.github.sam4j.encoder.vit;

import java.util.Arrays;

/**
 * Tells the window of a ViT's blocks by the sizes that their tables of relative positions were made
 * for. A table that does not fit its block is stretched when the model runs, so tables of another
 * size than the windows' are those of global blocks, made for a map of another size perhaps.
 */
final class WindowSize {
  private WindowSize() {}

  /**
   * The size of the windows; the map's if all blocks attend globally.
   *
   * <p>Where tables have two sizes it is the smaller. It is the larger where the model was trained
   * with windows that are larger than its map: then the smaller tables are those of the last block,
   * which attends globally in every published model, and they fit the map, or lie as evenly as
   * published ones.
   *
   * @param sizes of the blocks' tables, first to last
   * @param grid side of the map
   */
  static int of(int[] sizes, int grid) {
    int[] distinct = Arrays.stream(sizes).sorted().distinct().toArray();
    int smallest = distinct[0];
    if (distinct.length == 1) {
      return Math.min(smallest, grid);
    }
    boolean larger =
        distinct.length == 2
            && distinct[1] != grid
            && sizes[sizes.length - 1] == smallest
            && (smallest == grid || evenly(sizes, smallest));
    return larger ? distinct[1] : smallest;
  }

  /** Whether every nth block has this size and no other, more than one block in all. */
  private static boolean evenly(int[] sizes, int size) {
    int count = (int) Arrays.stream(sizes).filter(each -> each == size).count();
    if (count < 2 || sizes.length % count != 0) {
      return false;
    }
    int step = sizes.length / count;
    for (int i = 0; i < sizes.length; i++) {
      if ((sizes[i] == size) != ((i + 1) % step == 0)) {
        return false;
      }
    }
    return true;
  }
}
