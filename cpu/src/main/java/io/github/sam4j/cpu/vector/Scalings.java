package io.github.sam4j.cpu.vector;

import io.github.sam4j.cpu.memory.Block;
import java.nio.FloatBuffer;

/** Rows multiplied value by value. */
final class Scalings {
  private Scalings() {}

  /** target *= factors. */
  static void row(Block target, int to, Block factors, int from, int length) {
    Object tm = target.memory();
    Object fm = factors.memory();
    int i = 0;
    for (; i <= length - Lanes.WIDTH; i += Lanes.WIDTH) {
      Lanes.store(Lanes.load(tm, to + i).mul(Lanes.load(fm, from + i)), tm, to + i);
    }
    FloatBuffer tf = target.floats();
    for (; i < length; i++) {
      tf.put(to + i, tf.get(to + i) * factors.floats().get(from + i));
    }
  }
}
