package io.github.sam4j.weights.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.weights.Checkpoint;
import io.github.sam4j.weights.testing.TensorData;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files larger than one mapping; they are sparse, so that they cost neither disk nor time. */
class LargeFileTest {
  private static final long GIB = 1L << 30;

  @TempDir Path folder;

  private static void write(FileChannel channel, long position, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      position += channel.write(buffer, position);
    }
  }

  private static FileChannel create(Path file) throws IOException {
    return FileChannel.open(
        file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SPARSE);
  }

  @Test
  void tensorsAcrossAndBeyondMappings() throws IOException {
    Path file = folder.resolve("large.safetensors");
    long first = GIB - 1_003; // the first tensor begins off any alignment, before the boundary
    long gap = GIB + 500_000_000;
    String header =
        """
        {"x":{"dtype":"U8","shape":[%d],"data_offsets":[0,%d]},\
        "a":{"dtype":"F32","shape":[500],"data_offsets":[%d,%d]},\
        "y":{"dtype":"U8","shape":[%d],"data_offsets":[%d,%d]},\
        "b":{"dtype":"F32","shape":[2],"data_offsets":[%d,%d]}}\
        """
            .formatted(
                first,
                first,
                first,
                first + 2000,
                gap,
                first + 2000,
                first + 2000 + gap,
                first + 2000 + gap,
                first + 2008 + gap);
    float[] values = new float[500];
    for (int i = 0; i < values.length; i++) {
      values[i] = i + 0.5f;
    }
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    long begin = 8L + text.length;
    try (FileChannel channel = create(file)) {
      ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
      write(channel, 0, length.putLong(text.length).array());
      write(channel, 8, text);
      write(channel, begin + first, TensorData.encode(DataType.F32, values));
      write(channel, begin + first + 2000 + gap, TensorData.encode(DataType.F32, 7, 8));
    }
    try (Checkpoint checkpoint = Checkpoint.open(file)) {
      assertThat(checkpoint.values("a")).isEqualTo(values);
      assertThat(checkpoint.values("b")).containsExactly(7, 8);
      assertThatThrownBy(() -> checkpoint.values("x"))
          .isInstanceOf(WeightsFormatException.class)
          .hasMessageContaining("U8");
    }
  }

  @Test
  void elementsAcrossMappings() throws IOException {
    Path file = folder.resolve("large");
    try (FileChannel channel = create(file)) {
      write(channel, GIB - 5, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
    }
    try (MappedFile mapped = MappedFile.open(file)) {
      assertThat(mapped.size()).isEqualTo(GIB + 5);
      assertThat(mapped.getLong(GIB - 3)).isEqualTo(0x0a09080706050403L);
      assertThat(mapped.getUnsignedInt(GIB - 1)).isEqualTo(0x08070605L);
      assertThat(mapped.getUnsignedShort(GIB - 1)).isEqualTo(0x0605);
      assertThat(mapped.read(GIB - 5, 10)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
      StoredTensor strided =
          new StoredTensor("s", DataType.F16, new int[] {2, 2}, new long[] {1, 2}, GIB - 3);
      WeightsFile weights =
          new WeightsFile(mapped, Map.of("s", strided), Map.of(), FileLayout.flat("a test"));
      float[] values = weights.values(strided);
      float[] rowMajor =
          weights.values(StoredTensor.contiguous("c", DataType.F16, new int[] {4}, GIB - 3));
      assertThat(values).containsExactly(rowMajor[0], rowMajor[2], rowMajor[1], rowMajor[3]);
      assertThatThrownBy(() -> mapped.read(GIB, 6))
          .isInstanceOf(WeightsFormatException.class)
          .hasMessageContaining("6 bytes at " + GIB);
      assertThatThrownBy(() -> mapped.getLong(-1)).isInstanceOf(WeightsFormatException.class);
    }
  }
}
