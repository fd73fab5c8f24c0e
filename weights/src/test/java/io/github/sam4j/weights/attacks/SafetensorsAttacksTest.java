package io.github.sam4j.weights.attacks;

import io.github.sam4j.weights.testing.SafetensorsWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsAttacksTest {
  @TempDir Path folder;

  private void refused(String header, int dataBytes, String... parts) throws IOException {
    Refusal.of(folder, SafetensorsWriter.raw(header.replace('\'', '"'), dataBytes), parts);
  }

  private static byte[] valid() throws IOException {
    return new SafetensorsWriter()
        .metadata("k", "v")
        .tensor("a", new int[] {3, 2}, 1, 2, 3, 4, 5, 6)
        .tensor("b", new int[] {2}, 7, 8)
        .toBytes();
  }

  @ParameterizedTest
  @ValueSource(longs = {1L << 63, -1L, 1L << 62, 100_000_001L})
  void hugeHeaderLength(long length) throws IOException {
    byte[] file = valid();
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length);
    Refusal.of(folder, file, "at most 100000000", Long.toUnsignedString(length));
  }

  @Test
  void headerLongerThanTheFile() throws IOException {
    byte[] file = valid();
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putLong(0, 99_999_999);
    Refusal.of(folder, file, "header of 99999999 bytes", file.length + " bytes");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1})
  void headerTooShort(long length) throws IOException {
    byte[] file = valid();
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length);
    Refusal.of(folder, file, "begins with '{'");
  }

  @Test
  void truncatedAtEverySixteenth() throws IOException {
    byte[] file = valid();
    for (int i = 0; i < 16; i++) {
      Refusal.of(folder, Arrays.copyOf(file, file.length * i / 16));
    }
  }

  @Test
  void otherContents() throws IOException {
    Refusal.of(folder, new byte[0], "empty");
    Refusal.of(folder, new byte[100], "another format");
    Refusal.of(folder, "<!DOCTYPE html><p>404".getBytes(StandardCharsets.UTF_8), "web page");
    Refusal.of(
        folder,
        "version https://git-lfs.github.com/spec/v1".getBytes(StandardCharsets.UTF_8),
        "Git LFS");
    Refusal.of(folder, "GGUF...............".getBytes(StandardCharsets.UTF_8), "GGUF");
  }

  @Test
  void notJson() throws IOException {
    refused("{'a': ", 0, "well-formed JSON");
    refused("{}{}", 0, "one JSON object");
    refused("{a: 1}", 0, "well-formed JSON");
    refused("{'a': 1}", 0, "'a'", "a JSON object");
    refused("{'a': []}", 0, "'a'", "a JSON object");
    refused("{".repeat(1000), 0, "well-formed JSON");
    refused("{'a':" + "[".repeat(100_000), 0, "'a'");
    refused("{'a':{'shape':" + "[".repeat(100_000), 0, "'a'", "shape");
  }

  @Test
  void malformedUtf8() throws IOException {
    byte[] file = valid();
    file[10] = (byte) 0xff;
    Refusal.of(folder, file, "UTF-8");
  }

  @Test
  void duplicateName() throws IOException {
    String tensor = "'a':{'dtype':'U8','shape':[1],'data_offsets':[0,1]}";
    refused("{" + tensor + "," + tensor + "}", 1, "once", "a");
    refused("{'a':{'dtype':'U8','dtype':'I8','shape':[1],'data_offsets':[0,1]}}", 1, "once");
    refused("{'__metadata__':{'k':'v','k':'w'}}", 0, "once");
  }

  @Test
  void metadataThatIsNotText() throws IOException {
    refused("{'__metadata__':{'k':1}}", 0, "'k'", "text");
    refused("{'__metadata__':[]}", 0, "__metadata__");
  }

  @ParameterizedTest
  @ValueSource(strings = {"'F31'", "'f32'", "7", "null", "{}", "'F4'"})
  void badType(String type) throws IOException {
    refused("{'a':{'dtype':" + type + ",'shape':[1],'data_offsets':[0,4]}}", 4, "'a'", "dtype");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[-1]", "[1.0]", "['1']", "[1e0]", "[9223372036854775808]", "3", "null"})
  void badShape(String shape) throws IOException {
    refused("{'a':{'dtype':'F32','shape':" + shape + ",'data_offsets':[0,4]}}", 4, "'a'", "shape");
  }

  @Test
  void overflowingShape() throws IOException {
    String most = "2147483647";
    refused(
        "{'a':{'dtype':'F32','shape':[%s,%s,%s],'data_offsets':[0,4]}}".formatted(most, most, most),
        4,
        "'a'",
        "2^63");
    refused("{'a':{'dtype':'F32','shape':[4294967296],'data_offsets':[0,0]}}", 0, "'a'", "2^31");
    // 2^62 elements of four bytes are 2^64 bytes, which is 0 in 64 bits.
    refused(
        "{'a':{'dtype':'F32','shape':[1073741824,1073741824,4],'data_offsets':[0,0]}}",
        0,
        "'a'",
        "2^63");
  }

  @Test
  void tooManyDimensions() throws IOException {
    String ones = "1,".repeat(1000) + "1";
    refused("{'a':{'dtype':'U8','shape':[" + ones + "],'data_offsets':[0,1]}}", 1, "'a'", "64");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[0]", "[]", "[0,4,8]", "[-4,0]", "'0,4'", "[0,18446744073709551616]", "[0.0,4]"})
  void badOffsets(String offsets) throws IOException {
    refused(
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':" + offsets + "}}",
        4,
        "'a'",
        "data_offsets");
  }

  @Test
  void offsetsOutOfRange() throws IOException {
    refused("{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}", 4, "'a'", "within 4");
    refused("{'a':{'dtype':'F32','shape':[1],'data_offsets':[4,0]}}", 4, "'a'", "in order");
    refused(
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[9223372036854775803,9223372036854775807]}}",
        4,
        "'a'",
        "within 4");
  }

  @Test
  void sizeThatTheShapeDoesNotMake() throws IOException {
    refused(
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,4]}}", 4, "'a'", "8 bytes", "4 bytes");
  }

  @Test
  void overlap() throws IOException {
    refused(
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},"
            + "'b':{'dtype':'F32','shape':[2],'data_offsets':[4,12]}}",
        12,
        "'b'",
        "overlap");
  }

  @Test
  void hole() throws IOException {
    refused(
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},"
            + "'b':{'dtype':'F32','shape':[1],'data_offsets':[8,12]}}",
        12,
        "'b'",
        "hole");
    refused("{'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}", 8, "'a'", "hole");
  }

  @Test
  void trailingBytes() throws IOException {
    refused("{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}", 5, "1 bytes more");
    refused("{}", 1, "1 bytes more");
  }

  @Test
  void missingAndUnknownMembers() throws IOException {
    refused("{'a':{'shape':[1],'data_offsets':[0,4]}}", 4, "'a'", "dtype");
    refused("{'a':{'dtype':'F32','data_offsets':[0,4]}}", 4, "'a'", "shape");
    refused("{'a':{'dtype':'F32','shape':[1]}}", 4, "'a'", "data_offsets");
    refused("{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4],'x':1}}", 4, "'a'", "'x'");
  }

  @Test
  void tooManyTensors() throws IOException {
    StringBuilder header = new StringBuilder("{");
    for (int i = 0; i <= 100_000; i++) {
      header.append(i == 0 ? "" : ",").append("'").append(i);
      header.append("':{'dtype':'U8','shape':[0],'data_offsets':[0,0]}");
    }
    refused(header.append("}").toString(), 0, "at most 100000 tensors");
  }
}
