package io.github.sam4j.formats.npy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/** NumPy's file format for arrays, version 1.0: float32, little-endian, row-major. */
final class Npy {
  private static final int CHUNK = 1 << 14;

  private Npy() {}

  /** Writes the parts, one after the other, as one array of that shape. */
  static void write(OutputStream out, Iterable<float[]> parts, int... shape) throws IOException {
    out.write(header(shape));
    long expected = Arrays.stream(shape).asLongStream().reduce(1, (a, b) -> a * b);
    long written = 0;
    ByteBuffer buffer = ByteBuffer.allocate(CHUNK * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (float[] part : parts) {
      for (int from = 0; from < part.length; from += CHUNK) {
        int count = Math.min(CHUNK, part.length - from);
        buffer.clear().asFloatBuffer().put(part, from, count);
        out.write(buffer.array(), 0, count * Float.BYTES);
      }
      written += part.length;
    }
    if (written != expected) {
      throw new IllegalArgumentException(
          "an array of shape %s needs %d values, found %d"
              .formatted(Arrays.toString(shape), expected, written));
    }
  }

  private static byte[] header(int[] shape) {
    // Python writes a tuple of one with a comma behind it.
    String tuple =
        Arrays.stream(shape).mapToObj(Integer::toString).collect(Collectors.joining(", "))
            + (shape.length == 1 ? "," : "");
    String text = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + tuple + "), }";
    // Magic (6), version (2), length (2), text, newline: together a multiple of 64.
    int padding = 63 - (10 + text.length()) % 64;
    String padded = text + " ".repeat(padding) + "\n";
    return ByteBuffer.allocate(10 + padded.length())
        .order(ByteOrder.LITTLE_ENDIAN)
        .put((byte) 0x93)
        .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
        .put((byte) 1)
        .put((byte) 0)
        .putShort((short) padded.length())
        .put(padded.getBytes(StandardCharsets.US_ASCII))
        .array();
  }
}
