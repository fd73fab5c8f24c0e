package io.github.sam4j.core.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.sam4j.core.geometry.ImageSize;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AntialiasedBilinearTest {
  /** CRC-32 of the samples that Pillow 12.3 gives for the same noise. */
  @ParameterizedTest
  @CsvSource({
    "1, 1, 1, 1, be40c395",
    "1, 1, 4, 3, 2edfb4ab",
    "7, 5, 7, 5, 496bbaf0",
    "64, 48, 16, 12, 2d1b2bc6",
    "61, 47, 17, 13, 57341ed0",
    "61, 47, 17, 47, 7453987e",
    "61, 47, 61, 13, e89c8cf1",
    "40, 30, 64, 48, e7f1e1ae",
    "33, 70, 32, 68, a4b8b881",
    "1, 50, 1, 7, 869edbff",
    "50, 1, 9, 1, cb3f4adf",
    "300, 2, 5, 2, 2990c713",
    "3, 200, 200, 3, b3ed5361",
    "613, 409, 160, 107, b16a8f3d",
  })
  void equalsPillow(int width, int height, int toWidth, int toHeight, String crc) {
    SamImage image = TestPictures.picture(width, height, width * 1000 + height);
    byte[] before = image.rgb();

    SamImage resized = image.resized(new ImageSize(toWidth, toHeight));

    CRC32 sum = new CRC32();
    sum.update(resized.rgb());
    assertThat("%08x".formatted(sum.getValue())).isEqualTo(crc);
    assertThat(resized.size()).isEqualTo(new ImageSize(toWidth, toHeight));
    assertThat(image.rgb()).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource({"1, 0 255 10 200 77, 109 107 130", "2, 0 255 10 200 77, 0 112 240 87 69 188 131 77"})
  void rowsAndColumnsAreTreatedAlike(int id, String values, String expected) {
    byte[] samples = threefold(values);
    byte[] wanted = threefold(expected);
    int from = samples.length / 3;
    int to = wanted.length / 3;

    assertThat(AntialiasedBilinear.resize(samples, new ImageSize(from, 1), new ImageSize(to, 1)))
        .as("row %d", id)
        .isEqualTo(wanted);
    assertThat(AntialiasedBilinear.resize(samples, new ImageSize(1, from), new ImageSize(1, to)))
        .as("column %d", id)
        .isEqualTo(wanted);
  }

  @ParameterizedTest
  @CsvSource({"40, 30, 11, 9", "9, 11, 30, 40", "1500, 1200, 400, 320", "64, 64, 1, 1"})
  void staysWithinOneOfTheUnroundedFilter(int width, int height, int toWidth, int toHeight) {
    byte[] rgb = TestPictures.noise(width * height * 3, 5);
    byte[] resized =
        AntialiasedBilinear.resize(
            rgb, new ImageSize(width, height), new ImageSize(toWidth, toHeight));
    for (int y = 0; y < toHeight; y += Math.max(1, toHeight / 7)) {
      for (int x = 0; x < toWidth; x += Math.max(1, toWidth / 7)) {
        for (int c = 0; c < 3; c++) {
          double expected = naive(rgb, width, height, toWidth, toHeight, x, y, c);
          assertThat((double) (resized[(y * toWidth + x) * 3 + c] & 0xff))
              .isBetween(expected - 1.01, expected + 1.01);
        }
      }
    }
  }

  @Test
  void aFlatPictureStaysFlat() {
    byte[] white = new byte[90 * 70 * 3];
    Arrays.fill(white, (byte) 255);
    byte[] resized =
        AntialiasedBilinear.resize(white, new ImageSize(90, 70), new ImageSize(37, 101));
    assertThat(resized).hasSize(37 * 101 * 3).containsOnly(255);
  }

  @Test
  void refusesWhatFitsNoArray() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                AntialiasedBilinear.resize(
                    new byte[3], new ImageSize(1, 1), new ImageSize(50_000, 50_000)))
        .withMessageContaining("50000 x 50000");
  }

  private static double naive(
      byte[] rgb, int width, int height, int toWidth, int toHeight, int x, int y, int c) {
    double sum = 0;
    double weights = 0;
    for (int j = 0; j < height; j++) {
      double wy = triangle(height, toHeight, y, j);
      for (int i = 0; wy > 0 && i < width; i++) {
        double weight = wy * triangle(width, toWidth, x, i);
        sum += weight * (rgb[(j * width + i) * 3 + c] & 0xff);
        weights += weight;
      }
    }
    return sum / weights;
  }

  private static double triangle(int inputs, int outputs, int output, int input) {
    double scale = (double) inputs / outputs;
    double distance = Math.abs(input + 0.5 - (output + 0.5) * scale) / Math.max(1, scale);
    return Math.max(0, 1 - distance);
  }

  private static byte[] threefold(String values) {
    String[] parts = values.split(" ", -1);
    byte[] samples = new byte[parts.length * 3];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (byte) Integer.parseInt(parts[i / 3]);
    }
    return samples;
  }
}
