package io.github.sam4j.core.image;

/**
 * An axis that goes on beyond its ends mirrored at its outermost samples: d c b | a b c d | c b.
 */
final class MirroredAxis {
  private MirroredAxis() {}

  /** The sample that lies at an index, which may be beyond either end. */
  static int index(int at, int length) {
    if (length == 1) {
      return 0;
    }
    int period = 2 * length - 2;
    int in = Math.floorMod(at, period);
    return in < length ? in : period - in;
  }
}
