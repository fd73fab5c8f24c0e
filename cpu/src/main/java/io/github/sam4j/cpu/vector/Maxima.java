package io.github.sam4j.cpu.vector;

import io.github.sam4j.cpu.memory.Block;
import io.github.sam4j.cpu.memory.Square;
import java.nio.FloatBuffer;
import jdk.incubator.vector.FloatVector;

/** The greatest of four cells, channel by channel. */
final class Maxima {
  private Maxima() {}

  /** target = the greatest of the square's cells. */
  static void ofFour(Square square, Block target, int to, int length) {
    Object sm = square.block().memory();
    Object tm = target.memory();
    int a = square.from();
    int b = a + square.right();
    int c = a + square.down();
    int d = c + square.right();
    int i = 0;
    for (; i <= length - Lanes.WIDTH; i += Lanes.WIDTH) {
      FloatVector above = Lanes.load(sm, a + i).max(Lanes.load(sm, b + i));
      FloatVector below = Lanes.load(sm, c + i).max(Lanes.load(sm, d + i));
      Lanes.store(above.max(below), tm, to + i);
    }
    FloatBuffer s = square.block().floats();
    FloatBuffer t = target.floats();
    for (; i < length; i++) {
      float above = Math.max(s.get(a + i), s.get(b + i));
      t.put(to + i, Math.max(above, Math.max(s.get(c + i), s.get(d + i))));
    }
  }
}
