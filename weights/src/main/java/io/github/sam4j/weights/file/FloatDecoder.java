package io.github.sam4j.weights.file;

import java.nio.ByteBuffer;

/** Stored elements to float32. Only float64 is rounded; the rest convert exactly. */
final class FloatDecoder {
  private FloatDecoder() {}

  /** Decodes {@code count} elements from the beginning of little-endian {@code bytes}. */
  static void decode(DataType type, ByteBuffer bytes, float[] out, int at, int count) {
    switch (type) {
      case F32 -> bytes.asFloatBuffer().get(0, out, at, count);
      case F64 -> {
        for (int i = 0; i < count; i++) {
          out[at + i] = (float) bytes.getDouble(8 * i);
        }
      }
      case F16 -> {
        for (int i = 0; i < count; i++) {
          out[at + i] = half(bytes.getShort(2 * i));
        }
      }
      case BF16 -> {
        for (int i = 0; i < count; i++) {
          out[at + i] = Float.intBitsToFloat(bytes.getShort(2 * i) << 16);
        }
      }
      default -> throw new IllegalArgumentException("not a float type: " + type);
    }
  }

  /** IEEE 754 binary16; the JDK has this from 20 on only. */
  static float half(short bits) {
    int sign = (bits & 0x8000) << 16;
    int exponent = (bits >> 10) & 0x1f;
    int fraction = bits & 0x3ff;
    if (exponent == 0) {
      // Zero and subnormals: fraction * 2^-24 is exact in float32.
      float magnitude = fraction * 0x1p-24f;
      return sign == 0 ? magnitude : -magnitude;
    }
    int wide = exponent == 0x1f ? 0xff : exponent - 15 + 127;
    return Float.intBitsToFloat(sign | (wide << 23) | (fraction << 13));
  }
}
