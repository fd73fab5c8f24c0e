package io.github.sam4j.weights.testing;

import io.github.sam4j.weights.file.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * A tensor to write; its bytes are asked for once, when their turn comes, so that a checkpoint may
 * be larger than memory.
 */
public record TensorData(String name, DataType type, int[] shape, Supplier<byte[]> bytes) {
  /** A float32 tensor. */
  public static TensorData floats(String name, int[] shape, Supplier<float[]> values) {
    return new TensorData(name, DataType.F32, shape, () -> encode(DataType.F32, values.get()));
  }

  /** Elements by the shape. */
  public long elements() {
    return Arrays.stream(shape).asLongStream().reduce(1, (a, b) -> a * b);
  }

  /** Bytes by the shape and type. */
  public long size() {
    return elements() * type.bytes();
  }

  /** The bytes, which must be as many as the shape says. */
  public byte[] checkedBytes() {
    byte[] content = bytes.get();
    if (content.length != size()) {
      throw new IllegalArgumentException(
          "%s: %d bytes for %s %s".formatted(name, content.length, type, Arrays.toString(shape)));
    }
    return content;
  }

  /**
   * Little-endian elements of type F32, F64, F16 (values exact in it) or BF16 (cut, not rounded).
   */
  public static byte[] encode(DataType type, float... values) {
    ByteBuffer out =
        ByteBuffer.allocate(values.length * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      switch (type) {
        case F32 -> out.putFloat(value);
        case F64 -> out.putDouble(value);
        case BF16 -> out.putShort((short) (Float.floatToRawIntBits(value) >> 16));
        case F16 -> out.putShort(half(value));
        default -> throw new IllegalArgumentException("not a float type: " + type);
      }
    }
    return out.array();
  }

  private static short half(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = (bits >> 16) & 0x8000;
    int exponent = ((bits >> 23) & 0xff) - 127 + 15;
    if (value == 0) {
      return (short) sign;
    }
    if (exponent < 1 || exponent > 30 || (bits & 0x1fff) != 0) {
      throw new IllegalArgumentException("not a normal number of float16: " + value);
    }
    return (short) (sign | (exponent << 10) | ((bits >> 13) & 0x3ff));
  }
}
