package io.github.sam4j.formats.npy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class NpyTest {
  @Test
  void writesHeaderAndValues() throws IOException {
    byte[] bytes = npy(List.of(new float[] {1, 2, 3}, new float[] {4, 5, -6.5f}), 2, 3);
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(buffer.get()).isEqualTo((byte) 0x93);
    assertThat(text(bytes, 1, 6)).isEqualTo("NUMPY");
    assertThat(bytes[6]).isEqualTo((byte) 1);
    assertThat(bytes[7]).isZero();
    int length = buffer.getShort(8);
    assertThat((10 + length) % 64).isZero();
    assertThat(text(bytes, 10, 10 + length))
        .startsWith("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }")
        .endsWith("\n");
    assertThat(bytes).hasSize(10 + length + 6 * Float.BYTES);
    assertThat(buffer.getFloat(10 + length)).isEqualTo(1);
    assertThat(buffer.getFloat(10 + length + 20)).isEqualTo(-6.5f);
  }

  @Test
  void writesATupleOfOneAsPythonDoes() throws IOException {
    assertThat(text(npy(List.of(new float[5]), 5), 10, 70)).contains("'shape': (5,), }");
  }

  @Test
  void writesArraysOfNothing() throws IOException {
    byte[] bytes = npy(List.of(), 0, 256, 256);
    assertThat(bytes.length % 64).isZero();
    assertThat(text(bytes, 10, bytes.length)).contains("(0, 256, 256)");
  }

  @Test
  void writesMoreThanABuffer() throws IOException {
    float[] values = new float[100_003];
    values[100_002] = 7;
    byte[] bytes = npy(List.of(values), 100_003);
    assertThat(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getFloat(bytes.length - 4))
        .isEqualTo(7);
  }

  @Test
  void tellsValuesThatDoNotFillTheShape() {
    assertThatThrownBy(() -> npy(List.of(new float[5]), 2, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("an array of shape [2, 3] needs 6 values, found 5");
  }

  private static byte[] npy(List<float[]> parts, int... shape) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Npy.write(out, parts, shape);
    return out.toByteArray();
  }

  private static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.US_ASCII);
  }
}
