package io.github.sam4j.cpu.vector;

import io.github.sam4j.cpu.memory.Block;
import java.nio.FloatBuffer;
import jdk.incubator.vector.FloatVector;

/** Rows added. */
public final class Sums {
  private Sums() {}

  /** target = a + b. */
  public static void rows(Block a, int atA, Block b, int atB, Block target, int to, int length) {
    Object am = a.memory();
    Object bm = b.memory();
    Object tm = target.memory();
    int i = 0;
    for (; i <= length - Lanes.WIDTH; i += Lanes.WIDTH) {
      Lanes.store(Lanes.load(am, atA + i).add(Lanes.load(bm, atB + i)), tm, to + i);
    }
    for (; i < length; i++) {
      target.floats().put(to + i, a.floats().get(atA + i) + b.floats().get(atB + i));
    }
  }

  /** target += a x factor. */
  public static void addScaled(Block a, int atA, float factor, Block target, int to, int length) {
    Object am = a.memory();
    Object tm = target.memory();
    FloatVector f = FloatVector.broadcast(Lanes.SPECIES, factor);
    int i = 0;
    for (; i <= length - Lanes.WIDTH; i += Lanes.WIDTH) {
      Lanes.store(Lanes.load(am, atA + i).fma(f, Lanes.load(tm, to + i)), tm, to + i);
    }
    FloatBuffer tf = target.floats();
    for (; i < length; i++) {
      tf.put(to + i, Math.fma(a.floats().get(atA + i), factor, tf.get(to + i)));
    }
  }
}
