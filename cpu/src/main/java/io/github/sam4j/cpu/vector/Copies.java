package io.github.sam4j.cpu.vector;

import io.github.sam4j.cpu.memory.Block;
import java.nio.FloatBuffer;
import jdk.incubator.vector.FloatVector;

/** Rows copied, filled, scaled. */
public final class Copies {
  /** Below this a loop is faster than a call. */
  private static final int SHORT = 16;

  private Copies() {}

  /** target = source. */
  public static void row(Block source, int from, Block target, int to, int length) {
    FloatBuffer s = source.floats();
    FloatBuffer t = target.floats();
    if (length >= SHORT) {
      t.put(to, s, from, length);
      return;
    }
    for (int i = 0; i < length; i++) {
      t.put(to + i, s.get(from + i));
    }
  }

  /** target = 0. */
  public static void zero(Block target, int to, int length) {
    FloatVector zero = FloatVector.zero(Lanes.SPECIES);
    int i = 0;
    for (; i <= length - Lanes.WIDTH; i += Lanes.WIDTH) {
      Lanes.store(zero, target.memory(), to + i);
    }
    for (; i < length; i++) {
      target.floats().put(to + i, 0);
    }
  }

  /** target = source x factor; the two may be the same. */
  public static void scaled(
      Block source, int from, Block target, int to, int length, float factor) {
    Object s = source.memory();
    Object t = target.memory();
    int i = 0;
    for (; i <= length - Lanes.WIDTH; i += Lanes.WIDTH) {
      Lanes.store(Lanes.load(s, from + i).mul(factor), t, to + i);
    }
    FloatBuffer sf = source.floats();
    FloatBuffer tf = target.floats();
    for (; i < length; i++) {
      tf.put(to + i, sf.get(from + i) * factor);
    }
  }

  /** Values a fixed step apart on either side, one by one. */
  public static void strided(
      Block source, int from, long step, Block target, int to, long newStep, int length) {
    FloatBuffer sf = source.floats();
    FloatBuffer tf = target.floats();
    for (int i = 0; i < length; i++) {
      tf.put((int) (to + i * newStep), sf.get((int) (from + i * step)));
    }
  }
}
