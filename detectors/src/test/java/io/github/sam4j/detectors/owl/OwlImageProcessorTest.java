package io.github.sam4j.detectors.owl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.core.image.SamImage;
import io.github.sam4j.detectors.clip.ClipPixels;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwlImageProcessorTest {
  private static final float[] MEAN = ClipPixels.CLIP_255.mean();
  private static final float[] STD = ClipPixels.CLIP_255.std();

  /** CRC-32 of the samples that PyTorch 2.13's 8-bit bicubic gives for the same noise. */
  @ParameterizedTest
  @CsvSource({
    "1, 1, 3, 496dd82f",
    "7, 5, 9, 535f0e99",
    "61, 47, 13, 6ce6704c",
    "64, 64, 16, f39a5c95",
    "300, 2, 5, bb2812a0",
    "40, 30, 40, 274f7e60",
    "213, 309, 128, aaa04fdb",
  })
  void owlViTResizesAsTorchvision(int width, int height, int side, String crc) {
    SamImage image = picture(width, height, width * 1000 + height);
    float[] pixels = new OwlViTImageProcessor(side).pixels(image);
    byte[] samples = new byte[pixels.length];
    for (int i = 0; i < samples.length; i++) {
      float value = pixels[i] * STD[i % 3] + MEAN[i % 3];
      samples[i] = (byte) Math.round(value);
      assertThat(value).isCloseTo(Math.round(value), within(1e-3f));
    }
    CRC32 sum = new CRC32();
    sum.update(samples);
    assertThat("%08x".formatted(sum.getValue())).isEqualTo(crc);
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 3", "5, 7, 7", "20, 31, 8", "47, 19, 16", "9, 40, 1", "6, 6, 12", "12, 3, 6"})
  void owlv2PadsBlursAndSamples(int width, int height, int side) {
    SamImage image = picture(width, height, 5);
    double[][][] expected = sample(blur(pad(image), side), side);
    float[] pixels = new Owlv2ImageProcessor(side).pixels(image);
    assertThat(pixels).hasSize(side * side * 3);
    for (int i = 0; i < pixels.length; i++) {
      double value = expected[i / 3 / side][i / 3 % side][i % 3];
      assertThat((double) pixels[i])
          .as("value %d", i)
          .isCloseTo((value - MEAN[i % 3]) / STD[i % 3], within(1e-5));
    }
  }

  @Test
  void owlv2PutsBlackBelowAndToTheRight() {
    SamImage wide = picture(64, 16, 1);
    float[] pixels = new Owlv2ImageProcessor(16).pixels(wide);
    assertThat(pixels[3 * 16 * 15]).isEqualTo(-MEAN[0] / STD[0]);
    SamImage tall = picture(16, 64, 1);
    pixels = new Owlv2ImageProcessor(16).pixels(tall);
    assertThat(pixels[3 * 15 + 2]).isEqualTo(-MEAN[2] / STD[2]);
  }

  @Test
  void refusesImpossibleSizes() {
    assertThatIllegalArgumentException().isThrownBy(() -> new OwlViTImageProcessor(0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Owlv2ImageProcessor(9000))
        .withMessageContaining("found 9000");
  }

  /** Noise of a linear congruential generator, so that other languages make the same picture. */
  private static SamImage picture(int width, int height, int seed) {
    byte[] bytes = new byte[width * height * 3];
    int state = seed;
    for (int i = 0; i < bytes.length; i++) {
      state = state * 1664525 + 1013904223;
      bytes[i] = (byte) (state >>> 24);
    }
    return SamImage.ofRgb(new ImageSize(width, height), bytes);
  }

  private static double[][][] pad(SamImage image) {
    ImageSize size = image.size();
    byte[] rgb = image.rgb();
    double[][][] square = new double[size.longSide()][size.longSide()][3];
    for (int i = 0; i < rgb.length; i++) {
      square[i / 3 / size.width()][i / 3 % size.width()][i % 3] = rgb[i] & 0xff;
    }
    return square;
  }

  /** A two-dimensional Gaussian, mirrored at the borders. */
  private static double[][][] blur(double[][][] x, int side) {
    double deviation = (x.length / (double) side - 1) / 2;
    if (deviation <= 0) {
      return x;
    }
    int reach = (int) Math.ceil(3 * deviation);
    double[][][] y = new double[x.length][x.length][3];
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < x.length; j++) {
        double sum = 0;
        for (int dy = -reach; dy <= reach; dy++) {
          for (int dx = -reach; dx <= reach; dx++) {
            double weight = Math.exp(-0.5 * (dx * dx + dy * dy) / (deviation * deviation));
            sum += weight;
            for (int c = 0; c < 3; c++) {
              y[i][j][c] += weight * x[mirror(i + dy, x.length)][mirror(j + dx, x.length)][c];
            }
          }
        }
        for (int c = 0; c < 3; c++) {
          y[i][j][c] /= sum;
        }
      }
    }
    return y;
  }

  private static int mirror(int index, int length) {
    int i = index < 0 ? -index : index;
    return i < length ? i : Math.max(0, 2 * length - 2 - i);
  }

  private static double[][][] sample(double[][][] x, int side) {
    double[][][] y = new double[side][side][3];
    for (int i = 0; i < side; i++) {
      for (int j = 0; j < side; j++) {
        for (int c = 0; c < 3; c++) {
          double v = Math.max(0, (i + 0.5) * x.length / side - 0.5);
          double u = Math.max(0, (j + 0.5) * x.length / side - 0.5);
          int top = (int) v;
          int left = (int) u;
          int bottom = Math.min(top + 1, x.length - 1);
          int right = Math.min(left + 1, x.length - 1);
          double above = (1 - (u - left)) * x[top][left][c] + (u - left) * x[top][right][c];
          double below = (1 - (u - left)) * x[bottom][left][c] + (u - left) * x[bottom][right][c];
          y[i][j][c] = (1 - (v - top)) * above + (v - top) * below;
        }
      }
    }
    return y;
  }
}
