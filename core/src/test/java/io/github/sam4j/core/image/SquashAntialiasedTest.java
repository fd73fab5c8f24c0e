package io.github.sam4j.core.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sam4j.core.geometry.ImageSize;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SquashAntialiasedTest {
  private static final Normalization NORMALIZATION = Normalization.IMAGENET_255;

  @ParameterizedTest
  @CsvSource({"31, 17, 16", "5, 40, 16", "9, 7, 32", "16, 16, 16", "1, 1, 8", "100, 3, 8"})
  void asTheSentenceSays(int width, int height, int side) {
    SamImage picture = TestPictures.picture(width, height, 3);
    float[] found = new SquashAntialiased(side, NORMALIZATION).pixels(picture);
    byte[] rgb = picture.rgb();
    for (int y = 0; y < side; y++) {
      double[] rows = weights(height, side, y);
      for (int x = 0; x < side; x++) {
        double[] columns = weights(width, side, x);
        for (int c = 0; c < 3; c++) {
          double sum = 0;
          for (int v = 0; v < height; v++) {
            for (int u = 0; u < width; u++) {
              sum += rows[v] * columns[u] * (rgb[(v * width + u) * 3 + c] & 0xff);
            }
          }
          double expected = (sum - NORMALIZATION.mean()[c]) / NORMALIZATION.std()[c];
          assertThat((double) found[(y * side + x) * 3 + c])
              .isCloseTo(expected, Offset.offset(1e-6));
        }
      }
    }
  }

  /** Of every sample; most are 0. */
  private static double[] weights(int inputs, int outputs, int place) {
    double scale = (double) inputs / outputs;
    double support = Math.max(1, scale);
    double centre = (place + 0.5) * scale;
    double[] weights = new double[inputs];
    double sum = 0;
    int from = Math.max(0, (int) (centre - support + 0.5));
    int to = Math.min(inputs, (int) (centre + support + 0.5));
    for (int i = from; i < to; i++) {
      weights[i] = Math.max(0, 1 - Math.abs(i + 0.5 - centre) / support);
      sum += weights[i];
    }
    for (int i = 0; i < inputs; i++) {
      weights[i] /= sum;
    }
    return weights;
  }

  @Test
  void thePictureFillsTheInput() {
    ImageGeometry geometry =
        new SquashAntialiased(64, NORMALIZATION).geometry(new ImageSize(128, 16));
    assertThat(geometry.scaleX()).isEqualTo(0.5);
    assertThat(geometry.scaleY()).isEqualTo(4);
    assertThatThrownBy(() -> new SquashAntialiased(0, NORMALIZATION))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found 0");
  }
}
