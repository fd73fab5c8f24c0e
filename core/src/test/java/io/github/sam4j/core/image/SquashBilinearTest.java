package io.github.sam4j.core.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.core.geometry.PixelPoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SquashBilinearTest {
  private static final double[] MEAN = {0.485, 0.456, 0.406};
  private static final double[] STD = {0.229, 0.224, 0.225};

  @ParameterizedTest
  @CsvSource({"31, 17", "7, 90", "64, 64", "1, 1", "130, 1", "5, 300"})
  void valuesAreThoseOfTheFormula(int width, int height) {
    int side = 64;
    SamImage picture = TestPictures.picture(width, height, 3);
    float[] found = new SquashBilinear(side).pixels(picture);
    assertThat(found).hasSize(side * side * 3);
    byte[] rgb = picture.rgb();
    for (int i = 0; i < found.length; i++) {
      int c = i % 3;
      double x = place(i / 3 % side, width, side);
      double y = place(i / 3 / side, height, side);
      double value =
          between(
              between(at(rgb, width, (int) x, (int) y, c), at(rgb, width, x + 1, y, c), x),
              between(at(rgb, width, x, y + 1, c), at(rgb, width, x + 1, y + 1, c), x),
              y);
      assertThat((double) found[i])
          .as("value %d", i)
          .isCloseTo((value / 255 - MEAN[c]) / STD[c], within(1e-4));
    }
  }

  private static double place(int i, int from, int to) {
    return Math.max(0, (i + 0.5) * from / to - 0.5);
  }

  /** A sample, with the last column and row repeated. */
  private static double at(byte[] rgb, int width, double x, double y, int channel) {
    int column = Math.min((int) x, width - 1);
    int row = Math.min((int) y, rgb.length / 3 / width - 1);
    return rgb[(row * width + column) * 3 + channel] & 0xff;
  }

  private static double between(double a, double b, double place) {
    double part = place - Math.floor(place);
    return a * (1 - part) + b * part;
  }

  /** A picture of the input's size is taken as it is, to the last bit. */
  @Test
  void sameSizeIsNotResized() {
    SamImage picture = TestPictures.picture(20, 20, 1);
    float[] found = new SquashBilinear(20).pixels(picture);
    byte[] rgb = picture.rgb();
    for (int i = 0; i < found.length; i++) {
      float unit = (rgb[i] & 0xff) / 255f;
      assertThat(found[i]).isEqualTo((unit - (float) MEAN[i % 3]) / (float) STD[i % 3]);
    }
  }

  @Test
  void geometryFillsTheInput() {
    ImageGeometry geometry = new SquashBilinear(1024).geometry(new ImageSize(331, 217));
    assertThat(geometry.resized()).isEqualTo(new ImageSize(1024, 1024));
    assertThat(geometry.toModel(new PixelPoint(165.5, 108.5)))
        .isEqualTo(new PixelPoint(165.5 * (1024 / 331.0), 108.5 * (1024 / 217.0)));
  }

  @Test
  void refusesImpossibleSides() {
    assertThatIllegalArgumentException().isThrownBy(() -> new SquashBilinear(0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SquashBilinear(8193))
        .withMessageContaining("8193");
  }
}
