package io.github.sam4j.core.resample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class BicubicAxisTest {
  @Test
  void asPyTorchInterpolates() {
    double[] row = {1, 2, 4, 8};
    for (int to : new int[] {8, 3, 4, 7}) {
      BicubicAxis axis = new BicubicAxis(4, to);
      float[] matrix = axis.matrix();
      for (int i = 0; i < to; i++) {
        double found = 0;
        for (int j = 0; j < 4; j++) {
          found += matrix[4 * i + j] * row[j];
        }
        assertThat(found).isCloseTo(naive(row, to, i), Offset.offset(1e-6));
      }
    }
  }

  /** The kernel as its paper writes it, over all places, edges repeated. */
  private static double naive(double[] row, int to, int i) {
    double centre = (i + 0.5) * row.length / to - 0.5;
    double sum = 0;
    for (int j = -3; j < row.length + 3; j++) {
      double x = Math.abs(centre - j);
      double a = -0.75;
      double weight =
          x <= 1
              ? (a + 2) * x * x * x - (a + 3) * x * x + 1
              : x < 2 ? a * (x * x * x - 5 * x * x + 8 * x - 4) : 0;
      sum += weight * row[Math.max(0, Math.min(row.length - 1, j))];
    }
    return sum;
  }

  @Test
  void resizesRowsAndColumnsBySeparateAxes() {
    int channels = 3;
    BicubicAxis rows = new BicubicAxis(4, 9);
    BicubicAxis columns = new BicubicAxis(5, 3);
    float[] map = new float[4 * 5 * channels];
    Random random = new Random(1);
    for (int i = 0; i < map.length; i++) {
      map[i] = random.nextFloat();
    }
    float[] found = BicubicAxis.resize(map, rows, columns, channels);
    assertThat(found).hasSize(9 * 3 * channels);
    float[] byRows = rows.matrix();
    float[] byColumns = columns.matrix();
    for (int y = 0; y < 9; y++) {
      for (int x = 0; x < 3; x++) {
        for (int c = 0; c < channels; c++) {
          double sum = 0;
          for (int v = 0; v < 4; v++) {
            for (int u = 0; u < 5; u++) {
              sum += (double) byRows[y * 4 + v] * byColumns[x * 5 + u] * map[(v * 5 + u) * 3 + c];
            }
          }
          assertThat((double) found[(y * 3 + x) * channels + c])
              .isCloseTo(sum, Offset.offset(1e-5));
        }
      }
    }
  }

  @Test
  void rowByRowIsTheSame() {
    BicubicAxis rows = new BicubicAxis(4, 9);
    BicubicAxis columns = new BicubicAxis(5, 70);
    float[] map = new float[4 * 5];
    Random random = new Random(2);
    for (int i = 0; i < map.length; i++) {
      map[i] = random.nextFloat();
    }
    float[] expected = BicubicAxis.resize(map, rows, columns, 1);
    float[][] wide = new float[4][70];
    for (int y = 0; y < 4; y++) {
      columns.along(Arrays.copyOfRange(map, 5 * y, 5 * y + 5), wide[y], 0, 33);
      columns.along(Arrays.copyOfRange(map, 5 * y, 5 * y + 5), wide[y], 33, 70);
    }
    for (int y = 0; y < 9; y++) {
      float[][] taps = new float[BicubicAxis.TAPS][];
      for (int k = 0; k < taps.length; k++) {
        taps[k] = wide[rows.place(y, k)];
      }
      float[] found = new float[70];
      rows.across(y, taps, found, 1, 69);
      assertThat(found[0]).isZero();
      assertThat(found[69]).isZero();
      for (int x = 1; x < 69; x++) {
        assertThat(found[x]).isCloseTo(expected[70 * y + x], Offset.offset(1e-6f));
      }
    }
  }

  @Test
  void sameLengthIsTheIdentity() {
    assertThat(new BicubicAxis(3, 3).matrix()).containsExactly(1, 0, 0, 0, 1, 0, 0, 0, 1);
  }

  @Test
  void refusesLengthsThatAreNone() {
    assertThatThrownBy(() -> new BicubicAxis(0, 3)).isInstanceOf(IllegalArgumentException.class);
  }
}
