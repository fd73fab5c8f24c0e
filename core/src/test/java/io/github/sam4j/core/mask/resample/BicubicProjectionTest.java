package io.github.sam4j.core.mask.resample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.core.mask.BitMask;
import io.github.sam4j.core.mask.LowResolutionLogits;
import io.github.sam4j.core.mask.ThresholdedMask;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class BicubicProjectionTest {
  /** What the logits of a map are like. */
  private enum Logits {
    NOISE {
      @Override
      float at(int x, int y, Random random) {
        return 2 * (float) random.nextGaussian();
      }
    },
    SMOOTH {
      @Override
      float at(int x, int y, Random random) {
        return (float) (4 - Math.hypot(x - 7, y - 8));
      }
    },
    /** Beside a step the interpolated values leave the range of the logits. */
    STEPS {
      @Override
      float at(int x, int y, Random random) {
        return x / 5 % 2 == 0 ? -0.001f : y < 6 ? 30 : -30;
      }
    },
    ZEROS {
      @Override
      float at(int x, int y, Random random) {
        return x < 8 ? 0 : -0f;
      }
    },
    LARGE {
      @Override
      float at(int x, int y, Random random) {
        return ThresholdedPixels.LIMIT * (random.nextFloat() - 0.5f);
      }
    },
    HUGE {
      @Override
      float at(int x, int y, Random random) {
        return random.nextInt(9) == 0 ? 1e30f * (random.nextFloat() - 0.5f) : 0.5f;
      }
    },
    NOT_NUMBERS {
      @Override
      float at(int x, int y, Random random) {
        return random.nextInt(40) == 0 ? Float.NaN : 1 - random.nextFloat();
      }
    };

    abstract float at(int x, int y, Random random);

    LowResolutionLogits map(int side) {
      Random random = new Random(side);
      float[] values = new float[side * side];
      for (int i = 0; i < values.length; i++) {
        values[i] = at(i % side, i / side, random);
      }
      return new LowResolutionLogits(side, values);
    }
  }

  @ParameterizedTest
  @CsvSource({"16, 70, 43", "16, 9, 200", "16, 16, 16", "1, 65, 3", "3, 128, 1", "40, 13, 7"})
  void logitsAreThoseOfTheFormula(int side, int width, int height) {
    LowResolutionLogits low = Logits.NOISE.map(side);
    ImageSize picture = new ImageSize(width, height);
    float[] found = new BicubicProjection(side, picture).logits(low);
    assertThat(found).hasSize(width * height);
    for (int i = 0; i < found.length; i++) {
      assertThat((double) found[i])
          .as("pixel (%d, %d)", i % width, i / width)
          .isCloseTo(naive(low, picture, i % width, i / width), within(1e-5));
    }
  }

  /** The kernel as its paper writes it, edges repeated. */
  private static double naive(LowResolutionLogits low, ImageSize picture, int x, int y) {
    double atX = (x + 0.5) * low.side() / picture.width() - 0.5;
    double atY = (y + 0.5) * low.side() / picture.height() - 0.5;
    double sum = 0;
    for (int v = (int) Math.floor(atY) - 1; v <= Math.floor(atY) + 2; v++) {
      for (int u = (int) Math.floor(atX) - 1; u <= Math.floor(atX) + 2; u++) {
        sum += kernel(atX - u) * kernel(atY - v) * low.at(inside(v, low), inside(u, low));
      }
    }
    return sum;
  }

  private static int inside(int place, LowResolutionLogits low) {
    return Math.max(0, Math.min(low.side() - 1, place));
  }

  private static double kernel(double distance) {
    double x = Math.abs(distance);
    double a = -0.75;
    if (x <= 1) {
      return (a + 2) * x * x * x - (a + 3) * x * x + 1;
    }
    return x < 2 ? a * (x * x * x - 5 * x * x + 8 * x - 4) : 0;
  }

  @ParameterizedTest
  @EnumSource
  void cutsAsTheWholeMapWould(Logits kind) {
    for (int side : new int[] {1, 16, 33}) {
      LowResolutionLogits low = kind.map(side);
      for (int width : new int[] {1, 63, 64, 65, 200}) {
        for (int height : new int[] {1, 7, 8, 9, 61}) {
          ImageSize picture = new ImageSize(width, height);
          BicubicProjection projection = new BicubicProjection(side, picture);
          float[] logits = projection.logits(low);
          for (float threshold : new float[] {0, -0f, 0.3f, -1, 1, 30, 1e20f}) {
            ThresholdedMask cut = projection.cut(low, threshold, 1);
            assertThat(cut.bits())
                .as("%s of %d to %s at %s", kind, side, picture, threshold)
                .isEqualTo(atOrAbove(logits, picture, threshold));
            long above = atOrAbove(logits, picture, threshold + 1f).area();
            long below = atOrAbove(logits, picture, threshold - 1f).area();
            assertThat(cut.stability()).isEqualTo(below == 0 ? 0 : (float) above / below);
          }
        }
      }
    }
  }

  private static BitMask atOrAbove(float[] logits, ImageSize size, float threshold) {
    float[] marks = new float[logits.length];
    for (int i = 0; i < marks.length; i++) {
      marks[i] = logits[i] >= threshold ? 1 : 0;
    }
    return BitMask.aboveThreshold(marks, size, 0.5f);
  }

  @Test
  void pixelsAtTheThresholdAreInside() {
    ImageSize picture = new ImageSize(70, 9);
    BicubicProjection projection = new BicubicProjection(4, picture);
    LowResolutionLogits zeros = new LowResolutionLogits(4, new float[16]);
    assertThat(projection.cut(zeros, 0, 1).bits().area()).isEqualTo(630);
    assertThat(projection.cut(zeros, Float.MIN_VALUE, 1).bits().area()).isZero();
    assertThat(projection.original()).isEqualTo(picture);
  }

  @Test
  void refusesOtherSizes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BicubicProjection(0, new ImageSize(4, 4)));
    BicubicProjection projection = new BicubicProjection(8, new ImageSize(4, 4));
    LowResolutionLogits other = new LowResolutionLogits(4, new float[16]);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> projection.logits(other))
        .withMessage("logits of side 8 are needed, found 4");
    assertThatIllegalArgumentException().isThrownBy(() -> projection.cut(other, 0, 1));
  }
}
