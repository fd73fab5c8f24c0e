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

  // erfc for positive arguments: Abramowitz and Stegun 7.1.26, error below 1.5e-7.
  private static final FloatVector INVERSE_ROOT_TWO = constant(0.70710678f);
  private static final FloatVector P = constant(0.3275911f);
  private static final FloatVector A1 = constant(0.254829592f);
  private static final FloatVector A2 = constant(-0.284496736f);
  private static final FloatVector A3 = constant(1.421413741f);
  private static final FloatVector A4 = constant(-1.453152027f);
  private static final FloatVector A5 = constant(1.061405429f);
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
    IntVector exponent = shifted.viewAsIntegralLanes().lanewise(VectorOperators.LSHL, 23);
    return p.viewAsIntegralLanes().add(exponent).viewAsFloatingLanes();
  }

  /** x (1 + erf(x / sqrt 2)) / 2 = max(x, 0) - |x| erfc(|x| / sqrt 2) / 2. */
  static FloatVector gelu(FloatVector x) {
    FloatVector magnitude = x.abs();
    FloatVector z = magnitude.mul(INVERSE_ROOT_TWO);
    FloatVector t = ONE.div(z.fma(P, ONE));
    FloatVector p = A5.fma(t, A4).fma(t, A3).fma(t, A2).fma(t, A1).mul(t);
    FloatVector erfc = p.mul(exp(z.mul(z).neg()));
    return x.max(0f).sub(magnitude.mul(HALF).mul(erfc));
  }

  /** x / (1 + e^(-1.702 x)). */
  static FloatVector quickGelu(FloatVector x) {
    return x.div(exp(x.mul(-1.702f).min(HIGHEST)).add(ONE));
  }

  private static FloatVector constant(float value) {
    return FloatVector.broadcast(Lanes.SPECIES, value);
  }
}
