package io.github.sam4j.core.mask.resample;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sam4j.core.geometry.ImageSize;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BilinearTest {
  /** Width and height before and after. */
  private static final int[][] CASES = {
    {1, 1, 1, 1}, {1, 1, 70, 3}, {9, 5, 1, 1}, {16, 12, 64, 48}, {64, 48, 80, 60},
    {80, 60, 50, 45}, {50, 40, 13, 7}, {65, 3, 64, 2}, {33, 31, 129, 127}, {20, 20, 20, 20},
  };

  /**
   * The sides from, the sides to, and infinities at the edges, of which nothing may be invented.
   */
  @Test
  void equalsTheFormulaAtEveryPixel() {
    Random random = new Random(3);
    for (int[] c : CASES) {
      ImageSize from = new ImageSize(c[0], c[1]);
      ImageSize to = new ImageSize(c[2], c[3]);
      float[] map = new float[(int) from.area()];
      for (int i = 0; i < map.length; i++) {
        map[i] = random.nextInt(40) == 0 ? Float.POSITIVE_INFINITY : (float) random.nextGaussian();
      }
      float[] expected = new float[(int) to.area()];
      for (int i = 0; i < expected.length; i++) {
        expected[i] = pixel(map, from, to, i % to.width(), i / to.width());
      }
      assertThat(Bilinear.resize(map, from, to)).as("%s to %s", from, to).isEqualTo(expected);
    }
  }

  private static float pixel(float[] map, ImageSize from, ImageSize to, int x, int y) {
    float place = place(y, from.height(), to.height());
    int upper = Math.min((int) place, from.height() - 1);
    int lower = Math.min(upper + 1, from.height() - 1);
    float above = alongRow(map, upper, from, to, x);
    float below = alongRow(map, lower, from, to, x);
    return between(above, below, place - upper);
  }

  private static float alongRow(float[] map, int row, ImageSize from, ImageSize to, int x) {
    float place = place(x, from.width(), to.width());
    int left = Math.min((int) place, from.width() - 1);
    int right = Math.min(left + 1, from.width() - 1);
    int start = row * from.width();
    return between(map[start + left], map[start + right], place - left);
  }

  private static float place(int i, int from, int to) {
    return Math.max(0, Math.fma(i + 0.5f, (float) from / to, -0.5f));
  }

  private static float between(float a, float b, float weight) {
    float upper = Math.min(weight, 1);
    return Math.fma(a, 1 - upper, b * upper);
  }
}
