package io.github.sam4j.core.mask.resample;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.core.mask.BitMask;
import io.github.sam4j.core.mask.LowResolutionLogits;
import io.github.sam4j.core.mask.StabilityScore;
import io.github.sam4j.core.mask.ThresholdedMask;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Masks and stability in one run are those of the whole map, compared pixel by pixel. */
class ThresholdPassTest {
  private static final int[] WIDTHS = {1, 2, 63, 64, 65, 127, 129, 200};
  private static final int[] HEIGHTS = {1, 7, 8, 9, 16, 61};
  private static final float[] THRESHOLDS = {
    0,
    -0f,
    1,
    -1,
    0.3f,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    ThresholdedPixels.LIMIT,
    Math.nextUp(ThresholdedPixels.LIMIT),
    -ThresholdedPixels.LIMIT,
    Float.MAX_VALUE,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.NaN
  };

  /** What the logits of a map are like. */
  private enum Logits {
    NOISE {
      @Override
      float at(int x, int y, Random random) {
        return (float) random.nextGaussian() * 2;
      }
    },
    SMOOTH {
      @Override
      float at(int x, int y, Random random) {
        return (float) (6 - Math.hypot(x - 7, y - 8) * 2);
      }
    },
    PLATEAUS {
      @Override
      float at(int x, int y, Random random) {
        return x < 6 ? 1 : y < 9 ? -1 : Math.ulp(1f) * (random.nextInt(3) - 1);
      }
    },
    SIGNED_ZEROS_AND_LEAST_NUMBERS {
      @Override
      float at(int x, int y, Random random) {
        return new float[] {0, -0f, Float.MIN_VALUE, -Float.MIN_VALUE}[random.nextInt(4)];
      }
    },
    AT_THE_LIMIT {
      @Override
      float at(int x, int y, Random random) {
        return random.nextBoolean() ? ThresholdedPixels.LIMIT : -ThresholdedPixels.LIMIT;
      }
    },
    HUGE {
      @Override
      float at(int x, int y, Random random) {
        return random.nextInt(9) == 0 ? Float.MAX_VALUE * (random.nextFloat() - 0.5f) : 0.5f;
      }
    },
    INFINITE {
      @Override
      float at(int x, int y, Random random) {
        return random.nextInt(15) == 0 ? (random.nextBoolean() ? 1 : -1) / 0f : 0.2f;
      }
    },
    NAN {
      @Override
      float at(int x, int y, Random random) {
        // One with its sign bit set, too.
        int bits = random.nextBoolean() ? 0x7fc00000 : 0xffc00000;
        return random.nextInt(30) == 0 ? Float.intBitsToFloat(bits) : x - y;
      }
    };

    abstract float at(int x, int y, Random random);

    LowResolutionLogits map(int side, Random random) {
      float[] values = new float[side * side];
      for (int i = 0; i < values.length; i++) {
        values[i] = at(i % side, i / side, random);
      }
      return new LowResolutionLogits(side, values);
    }
  }

  /** Low-resolution logits, and all of them at the picture's size. */
  private record Case(
      ImageSize original, LogitResampling resampling, LowResolutionLogits low, float[] logits) {}

  private static List<Case> cases(Logits kind) {
    Random random = new Random(5);
    List<Case> cases = new ArrayList<>();
    for (int width : WIDTHS) {
      for (int height : HEIGHTS) {
        ImageSize original = new ImageSize(width, height);
        LogitResampling resampling = resampling(original, random);
        LowResolutionLogits low = kind.map(16, random);
        cases.add(new Case(original, resampling, low, resampling.logits(low)));
      }
    }
    return cases;
  }

  @ParameterizedTest
  @EnumSource
  void cutsAsTheWholeMapWould(Logits kind) {
    for (Case c : cases(kind)) {
      List<BitMask> together = c.resampling().thresholded(c.low(), THRESHOLDS);
      for (int t = 0; t < THRESHOLDS.length; t++) {
        BitMask expected = oneByOne(c.logits(), c.original(), THRESHOLDS[t]);
        String what = "%s, %s, above %s".formatted(kind, c.original(), THRESHOLDS[t]);
        assertThat(together.get(t)).as(what).isEqualTo(expected);
        assertThat(c.resampling().thresholded(c.low(), THRESHOLDS[t])).as(what).isEqualTo(expected);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void measuresStabilityAsOverTheWholeMap(Logits kind) {
    for (Case c : cases(kind)) {
      for (double offset : new double[] {0, 0.3, 1, 1e8}) {
        ThresholdedMask mask = c.resampling().cut(c.low(), 0.1, offset);
        float stability = StabilityScore.of(c.logits(), 0.1, offset);
        assertThat(mask.bits()).isEqualTo(oneByOne(c.logits(), c.original(), 0.1f));
        assertThat(mask.stability()).isEqualTo(stability);
        assertThat(c.resampling().stability(c.low(), 0.1, offset)).isEqualTo(stability);
      }
    }
  }

  /** Between a part of the input that is narrower than the picture and one that is wider. */
  private static LogitResampling resampling(ImageSize original, Random random) {
    ImageSize resized = new ImageSize(1 + random.nextInt(96), 1 + random.nextInt(96));
    return new LogitResampling(16, 96, resized, original);
  }

  private static BitMask oneByOne(float[] logits, ImageSize size, float threshold) {
    return BitMask.of(size, (x, y) -> logits[y * size.width() + x] > threshold);
  }

  /**
   * The sums behind the comparisons: exactly the weight or nothing, for every pair of neighbours.
   */
  @ParameterizedTest
  @ValueSource(
      floats = {0, -0f, 1, -1, 0.3f, Float.MIN_VALUE, -Float.MIN_NORMAL, 0x1p24f, -0x1p24f})
  void addsNothingOrTheWeight(float threshold) {
    float[] logits = {
      threshold,
      Math.nextUp(threshold),
      Math.nextDown(threshold),
      0,
      -0f,
      Float.MIN_VALUE,
      -Float.MIN_VALUE,
      Float.MIN_NORMAL,
      Math.nextDown(Float.MIN_NORMAL),
      1e-20f,
      0x1p24f,
      -0x1p24f
    };
    for (int row = 0; row < ThresholdedPixels.ROWS; row++) {
      float[] sums = new float[logits.length];
      ThresholdedPixels.addAbove(logits, 1, logits.length, threshold, 1 << row, sums);
      assertThat(sums[0]).isZero();
      for (int i = 1; i < logits.length; i++) {
        assertThat(sums[i]).as("%s", logits[i]).isEqualTo(logits[i] > threshold ? 1 << row : 0);
      }
    }
  }
}
