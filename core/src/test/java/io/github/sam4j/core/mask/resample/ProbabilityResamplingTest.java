package io.github.sam4j.core.mask.resample;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.core.mask.LowResolutionLogits;
import io.github.sam4j.core.mask.StabilityScore;
import io.github.sam4j.core.mask.ThresholdedMask;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProbabilityResamplingTest {
  private static final int SIDE = 8;
  private static final ImageSize PICTURE = new ImageSize(37, 21);

  private final ProbabilityResampling projection = new ProbabilityResampling(PICTURE);

  private static LowResolutionLogits random() {
    Random random = new Random(3);
    float[] values = new float[SIDE * SIDE];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (4 * random.nextGaussian());
    }
    return new LowResolutionLogits(SIDE, values);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.7, -2})
  void masksAndStabilityAreThoseOfTheMap(double threshold) {
    LowResolutionLogits logits = random();
    float[] map = projection.logits(logits);
    ThresholdedMask mask = projection.cut(logits, threshold, 1);
    for (int i = 0; i < map.length; i++) {
      if (Math.abs(map[i] - threshold) > 1e-4) {
        assertThat(mask.bits().get(i % PICTURE.width(), i / PICTURE.width()))
            .isEqualTo(map[i] > threshold);
      }
    }
    assertThat(mask.stability())
        .isCloseTo(StabilityScore.of(map, threshold, 1), Offset.offset(0.01f));
  }

  /** Between a very sure cell and a hardly sure one, the logits' middle would be inside. */
  @Test
  void probabilitiesAreInterpolatedAndNotLogits() {
    LowResolutionLogits logits = new LowResolutionLogits(2, new float[] {20, -2, 20, -2});
    ProbabilityResampling eight = new ProbabilityResampling(new ImageSize(8, 1));
    float[] map = eight.logits(logits);
    double middle = 1 / (1 + Math.exp(2));
    for (int x = 0; x < 8; x++) {
      double part = Math.min(Math.max((x + 0.5) / 4 - 0.5, 0), 1);
      double expected = (1 - part) + part * middle;
      assertThat(1 / (1 + Math.exp(-map[x]))).isCloseTo(expected, Offset.offset(1e-6));
      assertThat(eight.cut(logits, 0, 1).bits().get(x, 0)).isEqualTo(expected > 0.5);
    }
  }
}
