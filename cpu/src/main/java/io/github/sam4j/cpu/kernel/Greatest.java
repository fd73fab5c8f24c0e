package io.github.sam4j.cpu.kernel;

import io.github.sam4j.cpu.memory.Block;
import java.nio.FloatBuffer;

/** Maxima, channel by channel. */
public final class Greatest {
  private Greatest() {}

  /**
   * target = the greatest of the cells of a square of 2 x 2.
   *
   * @param from the upper left cell
   * @param right how far behind a cell the one to its right lies
   * @param down how far behind a cell the one below it lies
   */
  public static void ofFour(
      Block source, int from, int right, int down, Block target, int to, int length) {
    FloatBuffer s = source.floats();
    FloatBuffer t = target.floats();
    int below = from + down;
    for (int i = 0; i < length; i++) {
      float above = Math.max(s.get(from + i), s.get(from + right + i));
      t.put(to + i, Math.max(above, Math.max(s.get(below + i), s.get(below + right + i))));
    }
  }
}
