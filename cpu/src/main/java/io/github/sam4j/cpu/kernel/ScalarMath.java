package io.github.sam4j.cpu.kernel;

/** Elementary functions that are quicker in float than Java's own in double. */
final class ScalarMath {
  private static final float LOWEST = -87f;

  private ScalarMath() {}

  /** e^x within 2 units in the last place; arguments up to 0, those below -87 count as -87. */
  static float exp(float argument) {
    float x = Math.max(argument, LOWEST);
    // x = n ln 2 + r; adding and subtracting 1.5 x 2^23 rounds to the integer n.
    float shifted = x * 1.44269504f + 12582912f;
    float n = shifted - 12582912f;
    float r = x - n * 0.693359375f + n * 2.12194440e-4f;
    float p = 1.9875691500e-4f * r + 1.3981999507e-3f;
    p = p * r + 8.3334519073e-3f;
    p = p * r + 4.1665795894e-2f;
    p = p * r + 1.6666665459e-1f;
    p = p * r + 5.0000001201e-1f;
    p = p * (r * r) + r + 1;
    return Float.intBitsToFloat(
        Float.floatToRawIntBits(p) + (Float.floatToRawIntBits(shifted) << 23));
  }
}
