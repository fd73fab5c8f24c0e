package io.github.sam4j.cpu.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** Elementary functions of whole vectors. */
final class VectorMath {
  private static final float LOWEST = -87f;
  private static final float HIGHEST = 88f;

  // exp: x = n ln 2 + r; adding and subtracting 1.5 x 2^23 rounds to the integer n.
  private static final FloatVector ROUND = constant(12582912f);
  private static final FloatVector LOG2_E = constant(1.44269504f);
  private static final FloatVector MINUS_LN2_HIGH = constant(-0.693359375f);
  private static final FloatVector MINUS_LN2_LOW = constant(2.12194440e-4f);
  private static final FloatVector E0 = constant(1.9875691500e-4f);
  private static final FloatVector E1 = constant(1.3981999507e-3f);
  private static final FloatVector E2 = constant(8.3334519073e-3f);
  private static final FloatVector E3 = constant(4.1665795894e-2f);
  private static final FloatVector E4 = constant(1.6666665459e-1f);
  private static final FloatVector E5 = constant(5.0000001201e-1f);
  private static final FloatVector ONE = constant(1f);
  private static final IntVector MANTISSA = IntVector.broadcast(IntVector.SPECIES_PREFERRED, 23);

  // erf(z) = z P(z^2) / Q(z^2) up to 4, where it is 1: fitted for the least greatest error, 2e-8.
  private static final float ERF_IS_ONE = 4f;
  private static final FloatVector INVERSE_ROOT_TWO = constant(0.70710678f);
  private static final FloatVector P0 = constant(1.128378976f);
  private static final FloatVector P1 = constant(1.962469466e-1f);
  private static final FloatVector P2 = constant(5.346721195e-2f);
  private static final FloatVector P3 = constant(4.003561439e-3f);
  private static final FloatVector P4 = constant(2.880398672e-4f);
  private static final FloatVector P5 = constant(1.974848088e-6f);
  private static final FloatVector Q1 = constant(5.072504874e-1f);
  private static final FloatVector Q2 = constant(1.164755894e-1f);
  private static final FloatVector Q3 = constant(1.544425008e-2f);
  private static final FloatVector Q4 = constant(1.216340259e-3f);
  private static final FloatVector Q5 = constant(3.748097307e-5f);
  private static final FloatVector HALF = constant(0.5f);

  private VectorMath() {}

  /** e^x within 2 units in the last place; arguments up to 88, those below -87 count as -87. */
  static FloatVector exp(FloatVector argument) {
    FloatVector x = argument.max(LOWEST);
    FloatVector shifted = x.fma(LOG2_E, ROUND);
    FloatVector n = shifted.sub(ROUND);
    FloatVector r = n.fma(MINUS_LN2_LOW, n.fma(MINUS_LN2_HIGH, x));
    FloatVector p = E0.fma(r, E1).fma(r, E2).fma(r, E3).fma(r, E4).fma(r, E5);
    p = p.fma(r.mul(r), r.add(ONE));
    // A shift by a vector: by a number it takes twice as long on JDK 17.
    IntVector exponent = shifted.viewAsIntegralLanes().lanewise(VectorOperators.LSHL, MANTISSA);
    return p.viewAsIntegralLanes().add(exponent).viewAsFloatingLanes();
  }

  /** x (1 + erf(x / sqrt 2)) / 2 within 2e-7 of the greater of 1 and |x|. */
  static FloatVector gelu(FloatVector x) {
    FloatVector z = x.mul(INVERSE_ROOT_TWO).max(-ERF_IS_ONE).min(ERF_IS_ONE);
    FloatVector u = z.mul(z);
    FloatVector p = P5.fma(u, P4).fma(u, P3).fma(u, P2).fma(u, P1).fma(u, P0);
    FloatVector q = Q5.fma(u, Q4).fma(u, Q3).fma(u, Q2).fma(u, Q1).fma(u, ONE);
    FloatVector half = x.mul(HALF);
    return half.fma(z.mul(p).div(q), half);
  }

  /** x / (1 + e^(-1.702 x)). */
  static FloatVector quickGelu(FloatVector x) {
    return x.div(exp(x.mul(-1.702f).min(HIGHEST)).add(ONE));
  }

  private static FloatVector constant(float value) {
    return FloatVector.broadcast(Lanes.SPECIES, value);
  }
}
