package io.github.sam4j.tests;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An array from NumPy's file format, C order, f4 or u1.
 *
 * @param shape its dimensions
 * @param values its values, row-major; bytes as 0 to 255
 */
record Npy(int[] shape, float[] values) {
  private static final Pattern HEADER =
      Pattern.compile("'descr': '([^']+)', 'fortran_order': (True|False), 'shape': \\(([^)]*)\\)");

  static Npy read(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int headerLength = Short.toUnsignedInt(bytes.getShort(8));
    String header = new String(bytes.array(), 10, headerLength, StandardCharsets.ISO_8859_1);
    Matcher found = HEADER.matcher(header);
    if (!found.find() || found.group(2).equals("True")) {
      throw new IOException(file + ": unexpected header " + header);
    }
    int[] shape =
        Arrays.stream(found.group(3).split(",", -1))
            .map(String::trim)
            .filter(s -> !s.isEmpty())
            .mapToInt(Integer::parseInt)
            .toArray();
    int size = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    float[] values = new float[size];
    bytes.position(10 + headerLength);
    switch (found.group(1)) {
      case "<f4" -> bytes.asFloatBuffer().get(values);
      case "|u1" -> {
        for (int i = 0; i < size; i++) {
          values[i] = Byte.toUnsignedInt(bytes.get());
        }
      }
      default -> throw new IOException(file + ": unexpected type " + found.group(1));
    }
    return new Npy(shape, values);
  }
}
