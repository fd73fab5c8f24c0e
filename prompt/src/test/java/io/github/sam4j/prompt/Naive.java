package io.github.sam4j.prompt;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/** The mathematics of the model's parts on rows of doubles, as plainly as it can be said. */
public final class Naive {
  private Naive() {}

  /** values as rows of this width. */
  public static double[][] rows(float[] values, int width) {
    double[][] rows = new double[values.length / width][width];
    for (int i = 0; i < values.length; i++) {
      rows[i / width][i % width] = values[i];
    }
    return rows;
  }

  /** Rows one after the other. */
  public static double[] flat(double[][] rows) {
    double[] flat = new double[rows.length * rows[0].length];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = rows[i / rows[0].length][i % rows[0].length];
    }
    return flat;
  }

  /** Rows of a, then rows of b. */
  public static double[][] concatenate(double[][] a, double[][] b) {
    double[][] sum = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, sum, a.length, b.length);
    return sum;
  }

  /** a + b; a single row of b goes to all of a. */
  public static double[][] add(double[][] a, double[][] b) {
    double[][] sum = new double[a.length][a[0].length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < a[0].length; j++) {
        sum[i][j] = a[i][j] + b[b.length == 1 ? 0 : i][j];
      }
    }
    return sum;
  }

  /** x W^T + b with W row-major, outputs x inputs. */
  public static double[][] linear(double[][] x, float[] weight, float[] bias) {
    int inputs = x[0].length;
    double[][] y = new double[x.length][bias.length];
    for (int i = 0; i < x.length; i++) {
      for (int o = 0; o < bias.length; o++) {
        y[i][o] = bias[o];
        for (int k = 0; k < inputs; k++) {
          y[i][o] += x[i][k] * weight[o * inputs + k];
        }
      }
    }
    return y;
  }

  /** Layer norm of each row. */
  public static double[][] layerNorm(double[][] x, float[] gain, float[] bias, double epsilon) {
    double[][] y = new double[x.length][gain.length];
    for (int i = 0; i < x.length; i++) {
      double mean = Arrays.stream(x[i]).average().orElseThrow();
      double variance =
          Arrays.stream(x[i]).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
      for (int j = 0; j < gain.length; j++) {
        y[i][j] = (x[i][j] - mean) / Math.sqrt(variance + epsilon) * gain[j] + bias[j];
      }
    }
    return y;
  }

  /** f of each element. */
  public static double[][] map(double[][] x, DoubleUnaryOperator f) {
    double[][] y = new double[x.length][];
    for (int i = 0; i < x.length; i++) {
      y[i] = Arrays.stream(x[i]).map(f).toArray();
    }
    return y;
  }

  /** max(x, 0). */
  public static double[][] relu(double[][] x) {
    return map(x, v -> Math.max(v, 0));
  }

  /** The exact GELU. */
  public static double[][] gelu(double[][] x) {
    return map(x, v -> v * (1 + erf(v / Math.sqrt(2))) / 2);
  }

  /** By its series of positive terms. */
  static double erf(double x) {
    if (Math.abs(x) > 6) {
      return Math.signum(x);
    }
    double term = x;
    double sum = x;
    for (int n = 1; n < 200; n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
  }

  /** softmax(q k^T / sqrt(head width)) v for each head. */
  public static double[][] attention(double[][] q, double[][] k, double[][] v, int heads) {
    int width = q[0].length / heads;
    double[][] y = new double[q.length][q[0].length];
    for (int h = 0; h < heads; h++) {
      for (int i = 0; i < q.length; i++) {
        double[] weight = new double[k.length];
        double sum = 0;
        for (int j = 0; j < k.length; j++) {
          double score = 0;
          for (int c = h * width; c < (h + 1) * width; c++) {
            score += q[i][c] * k[j][c];
          }
          weight[j] = Math.exp(score / Math.sqrt(width));
          sum += weight[j];
        }
        for (int j = 0; j < k.length; j++) {
          for (int c = h * width; c < (h + 1) * width; c++) {
            y[i][c] += weight[j] / sum * v[j][c];
          }
        }
      }
    }
    return y;
  }

  /** A convolution whose stride is its kernel, on a square map of rows. */
  public static double[][] patches(double[][] map, float[] weight, float[] bias, int kernel) {
    int side = (int) Math.sqrt(map.length);
    int inputs = map[0].length;
    int result = side / kernel;
    double[][] y = new double[result * result][bias.length];
    for (int at = 0; at < y.length; at++) {
      for (int o = 0; o < bias.length; o++) {
        y[at][o] = bias[o];
        for (int c = 0; c < inputs; c++) {
          for (int dy = 0; dy < kernel; dy++) {
            for (int dx = 0; dx < kernel; dx++) {
              int from = (at / result * kernel + dy) * side + at % result * kernel + dx;
              y[at][o] += map[from][c] * weight[((o * inputs + c) * kernel + dy) * kernel + dx];
            }
          }
        }
      }
    }
    return y;
  }

  /** A transposed convolution of kernel 2 and stride 2 on a square map of rows. */
  public static double[][] spread(double[][] map, float[] weight, float[] bias) {
    int side = (int) Math.sqrt(map.length);
    int outputs = bias.length;
    double[][] y = new double[4 * map.length][outputs];
    for (int row = 0; row < 2 * side; row++) {
      for (int column = 0; column < 2 * side; column++) {
        double[] from = map[row / 2 * side + column / 2];
        for (int o = 0; o < outputs; o++) {
          double value = bias[o];
          for (int c = 0; c < from.length; c++) {
            value += from[c] * weight[((c * outputs + o) * 2 + row % 2) * 2 + column % 2];
          }
          y[row * 2 * side + column][o] = value;
        }
      }
    }
    return y;
  }
}
