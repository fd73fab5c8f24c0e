package io.github.sam4j.core.tensor;

import org.jspecify.annotations.Nullable;

/** The operators as plain loops in double precision, to hold every engine against. */
public final class NaiveOperators {
  private NaiveOperators() {}

  /** a + b, broadcast as in NumPy. */
  public static double[] add(float[] a, int[] shapeA, float[] b, int[] shapeB, int[] shape) {
    double[] sum = new double[Math.toIntExact(Tensor.size(shape))];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = (double) a[broadcast(i, shape, shapeA)] + b[broadcast(i, shape, shapeB)];
    }
    return sum;
  }

  private static int broadcast(int index, int[] shape, int[] of) {
    int rest = index;
    int at = 0;
    int step = 1;
    for (int i = 1; i <= of.length; i++) {
      int coordinate = rest % shape[shape.length - i];
      rest /= shape[shape.length - i];
      at += (of[of.length - i] == 1 ? 0 : coordinate) * step;
      step *= of[of.length - i];
    }
    return at;
  }

  /** One activation. */
  public static double activate(double x, Activation activation) {
    return switch (activation) {
      case NONE -> x;
      case RELU -> Math.max(x, 0);
      case RELU6 -> Math.min(Math.max(x, 0), 6);
      case GELU -> x * (1 + erf(x / Math.sqrt(2))) / 2;
      case GELU_TANH ->
          x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x))) / 2;
      case QUICK_GELU -> x / (1 + Math.exp(-1.702 * x));
    };
  }

  /** The error function: its series, which in double is good to 1e-12 up to 4. */
  static double erf(double x) {
    if (Math.abs(x) > 4) {
      return Math.signum(x) * (1 - Math.exp(-x * x) / (Math.abs(x) * Math.sqrt(Math.PI)));
    }
    double term = x;
    double sum = x;
    for (int n = 1; n < 120; n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
  }

  /** activation(x W^T + b) for each row of x. */
  public static double[] linear(
      double[] x,
      int inputs,
      int outputs,
      float[] weight,
      float @Nullable [] bias,
      Activation activation) {
    int rows = x.length / inputs;
    double[] y = new double[rows * outputs];
    for (int r = 0; r < rows; r++) {
      for (int o = 0; o < outputs; o++) {
        double sum = bias == null ? 0 : bias[o];
        for (int i = 0; i < inputs; i++) {
          sum += x[r * inputs + i] * weight[o * inputs + i];
        }
        y[r * outputs + o] = activate(sum, activation);
      }
    }
    return y;
  }

  /** Layer norm of each row. */
  public static double[] layerNorm(double[] x, float[] gain, float[] bias, double epsilon) {
    int width = gain.length;
    double[] y = new double[x.length];
    for (int row = 0; row < x.length; row += width) {
      double mean = 0;
      for (int i = 0; i < width; i++) {
        mean += x[row + i] / width;
      }
      double variance = 0;
      for (int i = 0; i < width; i++) {
        variance += (x[row + i] - mean) * (x[row + i] - mean) / width;
      }
      for (int i = 0; i < width; i++) {
        y[row + i] = (x[row + i] - mean) / Math.sqrt(variance + epsilon) * gain[i] + bias[i];
      }
    }
    return y;
  }

  /** a b^T for each batch entry; a batch of 1 is shared. */
  public static double[] matmulTransposed(float[] a, int[] shapeA, float[] b, int[] shapeB) {
    int batch = Math.max(shapeA[0], shapeB[0]);
    int m = shapeA[1];
    int n = shapeB[1];
    int k = shapeA[2];
    double[] c = new double[batch * m * n];
    for (int e = 0; e < batch; e++) {
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < n; j++) {
          int rowA = ((shapeA[0] == 1 ? 0 : e) * m + i) * k;
          int rowB = ((shapeB[0] == 1 ? 0 : e) * n + j) * k;
          for (int t = 0; t < k; t++) {
            c[(e * m + i) * n + j] += (double) a[rowA + t] * b[rowB + t];
          }
        }
      }
    }
    return c;
  }

  /** (m, n) to (n, m). */
  public static double[] transpose(float[] x, int m, int n) {
    double[] y = new double[x.length];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        y[j * m + i] = x[i * n + j];
      }
    }
    return y;
  }

  /** The same values in double precision. */
  public static double[] doubles(float[] x) {
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = x[i];
    }
    return y;
  }

  /** The greatest of each 2 x 2 cells of (batch, rows, columns, channels). */
  public static double[] maxPool(double[] x, int... shape) {
    int rows = shape[1] / 2;
    int columns = shape[2] / 2;
    int channels = shape[3];
    double[] out = new double[shape[0] * rows * columns * channels];
    for (int i = 0; i < out.length; i++) {
      int c = i % channels;
      int column = i / channels % columns;
      int row = i / channels / columns % rows;
      int batch = i / channels / columns / rows;
      out[i] = Double.NEGATIVE_INFINITY;
      for (int tap = 0; tap < 4; tap++) {
        int y = 2 * row + tap / 2;
        int z = 2 * column + tap % 2;
        out[i] = Math.max(out[i], x[((batch * shape[1] + y) * shape[2] + z) * channels + c]);
      }
    }
    return out;
  }
}
