package io.github.sam4j.core.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.sam4j.core.error.ImageFormatException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are no whole picture are refused by name and reason. */
class DamagedImageTest {
  static List<byte[]> wholeFiles() {
    SamImage image = TestPictures.picture(13, 9, 1);
    byte[] jpeg = JpegFiles.jpeg(40, 30, 3);
    return List.of(
        TestPictures.encode(image.toBufferedImage(), "png"),
        TestPictures.encode(image.toBufferedImage(), "bmp"),
        new TiffBuilder(ByteOrder.LITTLE_ENDIAN, 13, 9, 3, 8).build(image.rgb()),
        new TiffBuilder(ByteOrder.BIG_ENDIAN, 13, 9, 3, 8).build(image.rgb()),
        TestPictures.resource("rgb.webp"),
        TestPictures.resource("lossy.webp"),
        TestPictures.resource("animated.webp"),
        TestPictures.resource("animated.png"),
        TestPictures.resource("big.tiff"),
        jpeg,
        JpegFiles.withExif(jpeg, 6, JpegFiles.jpeg(8, 8, 1)));
  }

  @ParameterizedTest
  @MethodSource("wholeFiles")
  void cutAnywhere(byte[] file) throws Exception {
    assertThat(SamImage.read(file, "whole")).isNotNull();
    for (int length = 1; length < file.length; length += Math.max(1, file.length / 60)) {
      refused(Arrays.copyOf(file, length), "");
    }
    refused(Arrays.copyOf(file, file.length - 1), "");
  }

  @ParameterizedTest
  @MethodSource("wholeFiles")
  void bytesAfterTheEndDoNotMatter(byte[] file) throws Exception {
    byte[] longer = Arrays.copyOf(file, file.length + 100);
    assertThat(SamImage.read(longer, "longer").rgb()).isEqualTo(SamImage.read(file, "whole").rgb());
  }

  /** Whatever the bytes are, the outcome is a picture or the one kind of error. */
  @Test
  void headersOfRandomBytes() {
    Random random = new Random(4);
    int refused = 0;
    for (byte[] file : wholeFiles()) {
      for (int round = 0; round < 40; round++) {
        byte[] copy = file.clone();
        for (int i = 0; i < 3; i++) {
          copy[random.nextInt(Math.min(copy.length, 60))] = (byte) random.nextInt(256);
        }
        try {
          assertThat(ImageContainer.check(new ImageBytes(copy, "noise"))).isNotNull();
        } catch (ImageFormatException e) {
          assertThat(e).hasMessageStartingWith("noise: ");
          refused++;
        }
      }
    }
    assertThat(refused).isGreaterThan(100);
  }

  @Test
  void jpegCutInsideTheScanWithAThumbnailThatIsWhole() {
    byte[] file = JpegFiles.withExif(JpegFiles.jpeg(40, 30, 3), 1, JpegFiles.jpeg(8, 8, 1));
    refused(Arrays.copyOf(file, file.length - 20), "end marker is missing");
  }

  @Test
  void pngWithAFlippedBit() {
    byte[] file = TestPictures.encode(TestPictures.picture(13, 9, 1).toBufferedImage(), "png");
    file[file.length / 2] ^= 1;
    refused(file, "wrong checksum");
  }

  @Test
  void pngWhoseDataEndsEarly() {
    refused(png(13, 9, new byte[] {0x78, (byte) 0x9c, 3, 0, 0, 0, 0, 1}), "data is damaged");
  }

  @Test
  void pngWithoutData() {
    byte[] file = png(13, 9, new byte[0]);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(Arrays.copyOf(file, 33));
    out.writeBytes(Arrays.copyOfRange(file, file.length - 12, file.length));
    refused(out.toByteArray(), "IDAT");
  }

  @Test
  void sizesBeyondTheLimitAreRefusedByTheirHeader() {
    refused(png(100_000, 100_000, new byte[8]), "100000 x 100000");
    refused(png(0, 5, new byte[8]), "0 x 5");
    refused(
        new TiffBuilder(ByteOrder.LITTLE_ENDIAN, 60_000, 60_000, 3, 8).build(new byte[99]),
        "60000 x 60000");
    byte[] jpeg = JpegFiles.jpeg(16, 16, 1);
    int frame = indexOf(jpeg, (byte) 0xc0);
    ByteBuffer.wrap(jpeg).putShort(frame + 4, (short) 65_000).putShort(frame + 6, (short) 64_000);
    refused(jpeg, "64000 x 65000");
    byte[] webp = TestPictures.resource("animated.webp");
    Arrays.fill(webp, 24, 30, (byte) 0xff);
    refused(webp, "16777216 x 16777216");
    byte[] bmp = TestPictures.encode(TestPictures.picture(3, 3, 1).toBufferedImage(), "bmp");
    ByteBuffer.wrap(bmp).order(ByteOrder.LITTLE_ENDIAN).putInt(18, 100_000).putInt(22, -100_000);
    refused(bmp, "cut short");
  }

  @Test
  void theLimitIsAProperty() throws Exception {
    byte[] file = TestPictures.encode(TestPictures.picture(13, 9, 1).toBufferedImage(), "png");
    System.setProperty("sam4j.maxPixels", "116");
    try {
      refused(file, "at most 116 pixels");
      System.setProperty("sam4j.maxPixels", "117");
      assertThat(SamImage.read(file, "small").size().area()).isEqualTo(117);
    } finally {
      System.clearProperty("sam4j.maxPixels");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "x", "hello, world, this is a text file\n", "GIF89a......", "BM", "II*"})
  void otherFiles(String text) {
    refused(text.getBytes(StandardCharsets.US_ASCII), text.isEmpty() ? "empty file" : "");
  }

  @Test
  void floatingPointSamples() {
    byte[] file =
        new TiffBuilder(ByteOrder.LITTLE_ENDIAN, 4, 4, 1, 32)
            .tag(339, 3)
            .build(new byte[4 * 4 * 4]);
    refused(file, "found 32 bits of TIFF sample format 3");
  }

  @Test
  void missingFilesAndFolders(@TempDir Path folder) throws Exception {
    Path missing = folder.resolve("missing.png");
    assertThatExceptionOfType(NoSuchFileException.class)
        .isThrownBy(() -> SamImage.read(missing))
        .withMessageContaining("missing.png");
    assertThatExceptionOfType(IOException.class).isThrownBy(() -> SamImage.read(folder));
    Path empty = Files.createFile(folder.resolve("empty.png"));
    assertThatExceptionOfType(ImageFormatException.class)
        .isThrownBy(() -> SamImage.read(empty))
        .withMessage(empty + ": expected a picture, found an empty file");
  }

  @Test
  void manyThreadsReadAtOnce() throws Exception {
    byte[] file = JpegFiles.jpeg(200, 150, 3);
    byte[] expected = SamImage.read(file, "one").rgb();
    List<byte[]> found =
        IntStream.range(0, 64).parallel().mapToObj(i -> readUnchecked(file, i)).toList();
    assertThat(found).allSatisfy(rgb -> assertThat(rgb).isEqualTo(expected));
  }

  private static byte[] readUnchecked(byte[] file, int index) {
    try {
      return SamImage.read(file, "thread " + index).rgb();
    } catch (ImageFormatException e) {
      throw new AssertionError(e);
    }
  }

  private static void refused(byte[] file, String reason) {
    assertThatExceptionOfType(ImageFormatException.class)
        .isThrownBy(() -> SamImage.read(file, "photo.xyz"))
        .withMessageStartingWith("photo.xyz: ")
        .withMessageContaining(reason);
  }

  private static int indexOf(byte[] jpeg, byte marker) {
    for (int i = 0; i + 1 < jpeg.length; i++) {
      if (jpeg[i] == (byte) 0xff && jpeg[i + 1] == marker) {
        return i + 1;
      }
    }
    throw new IllegalStateException("no such marker");
  }

  private static byte[] png(int width, int height, byte[] data) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes("\u0089PNG\r\n\u001a\n".getBytes(StandardCharsets.ISO_8859_1));
    ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
    out.writeBytes(chunk("IHDR", header.put((byte) 8).put((byte) 2).array()));
    out.writeBytes(chunk("IDAT", data));
    out.writeBytes(chunk("IEND", new byte[0]));
    return out.toByteArray();
  }

  private static byte[] chunk(String type, byte[] data) {
    ByteBuffer chunk = ByteBuffer.allocate(12 + data.length).putInt(data.length);
    chunk.put(type.getBytes(StandardCharsets.US_ASCII)).put(data);
    CRC32 sum = new CRC32();
    sum.update(chunk.array(), 4, 4 + data.length);
    return chunk.putInt((int) sum.getValue()).array();
  }
}
