package io.github.sam4j.cpu.vector;

import static io.github.sam4j.cpu.vector.Lanes.SPECIES;
import static jdk.incubator.vector.FloatVector.broadcast;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Elementary functions of whole vectors.
 *
 * <p>Constants are broadcast where they are used, and compilers keep them in registers over a loop;
 * a vector in a static final JDK 17 loads anew after each access to memory. A loop of its takes one
 * of these functions and little else: after some 40 vector operations it stops to inline.
 */
public final class VectorMath {
  private static final float LOWEST = -87f;

  // exp: x = n ln 2 + r; adding and subtracting 1.5 x 2^23 rounds to the integer n, and
  // 127 more leave the bits of 2^n but for a shift.
  private static final float ROUND = 12582912f + 127;
  private static final float LOG2_E = 1.44269504f;
  private static final float MINUS_LN2_HIGH = -0.693359375f;
  private static final float MINUS_LN2_LOW = 2.12194440e-4f;
  private static final float E0 = 1.9875691500e-4f;
  private static final float E1 = 1.3981999507e-3f;
  private static final float E2 = 8.3334519073e-3f;
  private static final float E3 = 4.1665795894e-2f;
  private static final float E4 = 1.6666665459e-1f;
  private static final float E5 = 5.0000001201e-1f;
  private static final float ONE = 1f;
  private static final int MANTISSA = 23;

  // erf(z) = z P(z^2) / Q(z^2) up to 4, where it is 1: fitted for the least greatest error, 2e-8.
  private static final float ERF_IS_ONE = 4f;
  private static final float INVERSE_ROOT_TWO = 0.70710678f;
  private static final float P0 = 1.128378976f;
  private static final float P1 = 1.962469466e-1f;
  private static final float P2 = 5.346721195e-2f;
  private static final float P3 = 4.003561439e-3f;
  private static final float P4 = 2.880398672e-4f;
  private static final float P5 = 1.974848088e-6f;
  private static final float Q1 = 5.072504874e-1f;
  private static final float Q2 = 1.164755894e-1f;
  private static final float Q3 = 1.544425008e-2f;
  private static final float Q4 = 1.216340259e-3f;
  private static final float Q5 = 3.748097307e-5f;
  private static final float HALF = 0.5f;

  private VectorMath() {}

  /** e^x within 2 units in the last place; arguments up to 88, those below -87 count as -87. */
  public static FloatVector exp(FloatVector argument) {
    FloatVector x = argument.max(broadcast(SPECIES, LOWEST));
    FloatVector round = broadcast(SPECIES, ROUND);
    FloatVector shifted = x.fma(broadcast(SPECIES, LOG2_E), round);
    FloatVector n = shifted.sub(round);
    FloatVector r =
        n.fma(broadcast(SPECIES, MINUS_LN2_LOW), n.fma(broadcast(SPECIES, MINUS_LN2_HIGH), x));
    FloatVector p =
        broadcast(SPECIES, E0)
            .fma(r, broadcast(SPECIES, E1))
            .fma(r, broadcast(SPECIES, E2))
            .fma(r, broadcast(SPECIES, E3));
    p =
        p.fma(r, broadcast(SPECIES, E4))
            .fma(r, broadcast(SPECIES, E5))
            .fma(r.mul(r), r.add(broadcast(SPECIES, ONE)));
    // A shift by a vector: by a number it takes twice as long on JDK 17.
    IntVector mantissa = IntVector.broadcast(IntVector.SPECIES_PREFERRED, MANTISSA);
    IntVector power = shifted.viewAsIntegralLanes().lanewise(VectorOperators.LSHL, mantissa);
    return p.mul(power.viewAsFloatingLanes());
  }

  /** x (1 + erf(x / sqrt 2)) / 2 within 2e-7 of the greater of 1 and |x|. */
  public static FloatVector gelu(FloatVector x) {
    FloatVector z = x.mul(broadcast(SPECIES, INVERSE_ROOT_TWO));
    z = z.max(broadcast(SPECIES, -ERF_IS_ONE)).min(broadcast(SPECIES, ERF_IS_ONE));
    FloatVector u = z.mul(z);
    FloatVector p =
        broadcast(SPECIES, P5)
            .fma(u, broadcast(SPECIES, P4))
            .fma(u, broadcast(SPECIES, P3))
            .fma(u, broadcast(SPECIES, P2));
    p = p.fma(u, broadcast(SPECIES, P1)).fma(u, broadcast(SPECIES, P0));
    FloatVector q =
        broadcast(SPECIES, Q5)
            .fma(u, broadcast(SPECIES, Q4))
            .fma(u, broadcast(SPECIES, Q3))
            .fma(u, broadcast(SPECIES, Q2));
    q = q.fma(u, broadcast(SPECIES, Q1)).fma(u, broadcast(SPECIES, ONE));
    FloatVector half = x.mul(broadcast(SPECIES, HALF));
    return half.fma(z.mul(p).div(q), half);
  }
}
