package io.github.sam4j.core.mask.resample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.core.mask.BitMask;
import io.github.sam4j.core.mask.LowResolutionLogits;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LogitResamplingTest {
  /** Values from PyTorch, whose sums for maps as small as these end otherwise in the last bit. */
  @Test
  void putsPixelsAtHalfPlaces() {
    float[] map = {1, -2, 0.5f, 3, 0.25f, -1};
    assertThat(Bilinear.resize(map, new ImageSize(3, 2), new ImageSize(5, 3)))
        .containsExactly(
            new float[] {
              1, -0.2f, -2, -0.5f, 0.5f, 2, 0.85f, -0.875f, -0.5f, -0.25f, 3, 1.9f, 0.25f, -0.5f, -1
            },
            within(1e-6f));
    assertThat(Bilinear.resize(map, new ImageSize(3, 2), new ImageSize(2, 1)))
        .containsExactly(1.28125f, -0.40625f);
  }

  /**
   * Values from PyTorch 2.13 on a CPU with AVX2: 64 x 64, 256 x 256, its upper 171 rows, 200 x 133.
   */
  @Test
  void equalsPyTorchToTheLastBit() {
    LogitResampling resampling =
        new LogitResampling(64, 256, new ImageSize(256, 171), new ImageSize(200, 133));
    LowResolutionLogits low = new LowResolutionLogits(64, congruential(64 * 64, 7));
    float[] logits = resampling.logits(low);
    int hash = 0;
    for (float value : logits) {
      hash = 31 * hash + Float.floatToRawIntBits(value);
    }
    assertThat(logits[66 * 200 + 99]).isEqualTo(0.8101389f);
    assertThat(hash).isEqualTo(1799712421);
    assertThat(resampling.thresholded(low, 0).area()).isEqualTo(13678);
    assertThat(resampling.thresholded(low, 1).area()).isEqualTo(7558);
    assertThat(resampling.thresholded(low, -1).area()).isEqualTo(19618);
    assertThat(resampling.thresholded(low, 0.37f).area()).isEqualTo(11301);
    assertThat(resampling.stability(low, 0, 1)).isEqualTo(7558f / 19618f);
    float[] thresholds = {0, 1, -1, 0.37f};
    List<BitMask> together = resampling.thresholded(low, thresholds);
    for (int t = 0; t < thresholds.length; t++) {
      assertThat(together.get(t)).isEqualTo(resampling.thresholded(low, thresholds[t]));
    }
  }

  private static float[] congruential(int count, int seed) {
    float[] values = new float[count];
    int state = seed;
    for (int i = 0; i < count; i++) {
      state = (state * 1103515245 + 12345) & 0x7fffffff;
      values[i] = ((state >> 8) % 2001 - 1000) / 250f;
    }
    return values;
  }

  @Test
  void thresholdsAsTheWholeMapWould() {
    Random random = new Random(4);
    int[][] cases = {
      {16, 64, 64, 43, 150, 101},
      {16, 64, 40, 64, 20, 31},
      {16, 64, 64, 64, 64, 64},
      {16, 64, 64, 1, 300, 2},
      {32, 8, 8, 5, 70, 40},
      {1, 8, 8, 8, 65, 65},
    };
    for (int[] c : cases) {
      ImageSize resized = new ImageSize(c[2], c[3]);
      ImageSize original = new ImageSize(c[4], c[5]);
      LogitResampling resampling = new LogitResampling(c[0], c[1], resized, original);
      for (int kind = 0; kind < 6; kind++) {
        LowResolutionLogits low = new LowResolutionLogits(c[0], map(kind, c[0], random));
        float[] logits = resampling.logits(low);
        assertThat(logits).isEqualTo(composed(low, c[1], resized, original));
        for (float threshold : new float[] {0, 1, -1, 0.3f, -0f, 4}) {
          assertThat(resampling.thresholded(low, threshold))
              .as("%s, kind %d, above %s", Arrays.toString(c), kind, threshold)
              .isEqualTo(BitMask.aboveThreshold(logits, original, threshold));
        }
      }
    }
  }

  /** The maps that tempt a shortcut: flat ones, near the threshold, and not numbers. */
  private static float[] map(int kind, int side, Random random) {
    float[] map = new float[side * side];
    for (int i = 0; i < map.length; i++) {
      int row = i / side;
      double x = i % side - side / 2.0;
      double y = row - side / 2.0;
      map[i] =
          switch (kind) {
            case 0 -> (float) random.nextGaussian() * 4;
            case 1 -> (float) (side / 3.0 - Math.hypot(x, y));
            case 2 -> 0.3f;
            case 3 -> 1 + Math.ulp(1f) * (random.nextInt(3) - 1);
            case 4 -> 0;
            default ->
                random.nextInt(20) == 0
                    ? (random.nextBoolean() ? Float.NaN : Float.NEGATIVE_INFINITY)
                    : 5;
          };
    }
    return map;
  }

  private static float[] composed(
      LowResolutionLogits low, int input, ImageSize resized, ImageSize original) {
    ImageSize square = new ImageSize(input, input);
    float[] large = Bilinear.resize(low.values(), new ImageSize(low.side(), low.side()), square);
    float[] cut = new float[(int) resized.area()];
    for (int y = 0; y < resized.height(); y++) {
      System.arraycopy(large, y * input, cut, y * resized.width(), resized.width());
    }
    return Bilinear.resize(cut, resized, original);
  }

  @Test
  void refusesOtherSizes() {
    ImageSize size = new ImageSize(32, 20);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LogitResampling(8, 31, size, size))
        .withMessageContaining("input of 31, found 32 x 20");
    assertThatIllegalArgumentException().isThrownBy(() -> new LogitResampling(0, 32, size, size));
    LogitResampling resampling = new LogitResampling(8, 32, size, size);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> resampling.logits(new LowResolutionLogits(4, new float[16])))
        .withMessage("logits of side 8 are needed, found 4");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Bilinear.resize(new float[3], size, size));
  }
}
