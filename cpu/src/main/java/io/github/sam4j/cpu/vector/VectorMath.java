package io.github.sam4j.cpu.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** Elementary functions of whole vectors. */
final class VectorMath {
  private static final float LOWEST = -87f;
  private static final float HIGHEST = 88f;

  // exp: x = n ln 2 + r; adding and subtracting 1.5 x 2^23 rounds to the integer n.
  private static final float ROUND = 12582912f;
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
  static FloatVector exp(FloatVector argument) {
    FloatVector x = argument.max(constant(LOWEST));
    FloatVector round = constant(ROUND);
    FloatVector shifted = x.fma(constant(LOG2_E), round);
    FloatVector n = shifted.sub(round);
    FloatVector r = n.fma(constant(MINUS_LN2_LOW), n.fma(constant(MINUS_LN2_HIGH), x));
    FloatVector p = constant(E0).fma(r, constant(E1)).fma(r, constant(E2)).fma(r, constant(E3));
    p = p.fma(r, constant(E4)).fma(r, constant(E5)).fma(r.mul(r), r.add(constant(ONE)));
    // A shift by a vector: by a number it takes twice as long on JDK 17.
    IntVector mantissa = IntVector.broadcast(IntVector.SPECIES_PREFERRED, MANTISSA);
    IntVector exponent = shifted.viewAsIntegralLanes().lanewise(VectorOperators.LSHL, mantissa);
    return p.viewAsIntegralLanes().add(exponent).viewAsFloatingLanes();
  }

  /** x (1 + erf(x / sqrt 2)) / 2 within 2e-7 of the greater of 1 and |x|. */
  static FloatVector gelu(FloatVector x) {
    FloatVector z = x.mul(constant(INVERSE_ROOT_TWO));
    z = z.max(constant(-ERF_IS_ONE)).min(constant(ERF_IS_ONE));
    FloatVector u = z.mul(z);
    FloatVector p = constant(P5).fma(u, constant(P4)).fma(u, constant(P3)).fma(u, constant(P2));
    p = p.fma(u, constant(P1)).fma(u, constant(P0));
    FloatVector q = constant(Q5).fma(u, constant(Q4)).fma(u, constant(Q3)).fma(u, constant(Q2));
    q = q.fma(u, constant(Q1)).fma(u, constant(ONE));
    FloatVector half = x.mul(constant(HALF));
    return half.fma(z.mul(p).div(q), half);
  }

  /** x / (1 + e^(-1.702 x)). */
  static FloatVector quickGelu(FloatVector x) {
    FloatVector e = exp(x.mul(constant(-1.702f)).min(constant(HIGHEST)));
    return x.div(e.add(constant(ONE)));
  }

  private static FloatVector constant(float value) {
    return FloatVector.broadcast(Lanes.SPECIES, value);
  }
}
