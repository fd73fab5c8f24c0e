package io.github.sam4j.cpu.vector;

import static io.github.sam4j.cpu.vector.Lanes.SPECIES;
import static io.github.sam4j.cpu.vector.Lanes.WIDTH;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;

/**
 * Adds a vector's lanes up in one fixed order: halves onto each other, down to one lane.
 *
 * <p>The Vector API leaves the order of its own reduction open, and the interpreter and the
 * compiler take different ones: the same call would give other last bits once it is compiled.
 */
public final class LaneSum {
  // A step each, so that the compiler sees constants.
  private static final VectorShuffle<Float> BY_32 = rotation(32);
  private static final VectorShuffle<Float> BY_16 = rotation(16);
  private static final VectorShuffle<Float> BY_8 = rotation(8);
  private static final VectorShuffle<Float> BY_4 = rotation(4);
  private static final VectorShuffle<Float> BY_2 = rotation(2);
  private static final VectorShuffle<Float> BY_1 = rotation(1);

  private LaneSum() {}

  private static VectorShuffle<Float> rotation(int lanes) {
    return VectorShuffle.iota(SPECIES, lanes % WIDTH, 1, true);
  }

  /** The sum of all lanes. */
  public static float of(FloatVector vector) {
    FloatVector sum = vector;
    if (WIDTH > 32) {
      sum = sum.add(sum.rearrange(BY_32));
    }
    if (WIDTH > 16) {
      sum = sum.add(sum.rearrange(BY_16));
    }
    if (WIDTH > 8) {
      sum = sum.add(sum.rearrange(BY_8));
    }
    if (WIDTH > 4) {
      sum = sum.add(sum.rearrange(BY_4));
    }
    if (WIDTH > 2) {
      sum = sum.add(sum.rearrange(BY_2));
    }
    if (WIDTH > 1) {
      sum = sum.add(sum.rearrange(BY_1));
    }
    return sum.lane(0);
  }
}
