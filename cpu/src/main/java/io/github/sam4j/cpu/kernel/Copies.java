package io.github.sam4j.cpu.kernel;

import io.github.sam4j.cpu.memory.Block;
import io.github.sam4j.cpu.memory.Strided;
import java.nio.FloatBuffer;

/** Rows copied, zeroed and, where values lie apart, added. */
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
    FloatBuffer t = target.floats();
    for (int i = 0; i < length; i++) {
      t.put(to + i, 0);
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

  /** target = a + b. */
  public static void stridedSums(Strided a, Strided b, Block target, int to, int length) {
    FloatBuffer af = a.block().floats();
    FloatBuffer bf = b.block().floats();
    FloatBuffer tf = target.floats();
    for (int i = 0; i < length; i++) {
      tf.put(to + i, af.get(a.at(i)) + bf.get(b.at(i)));
    }
  }
}
