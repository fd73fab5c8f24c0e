package io.github.sam4j.encoder;

import io.github.sam4j.core.parameters.Parameters;

/** The layers of an encoder as their formulas say, in double, one map position at a time. */
public final class Naive {
  private Naive() {}

  /** Any map to another of the same shape. */
  public interface Position {
    /** One position's channels. */
    double[] at(double[] channels);
  }

  /** A map whose positions are each transformed by themselves. */
  public static double[][][] map(double[][][] x, Position position) {
    double[][][] y = new double[x.length][x[0].length][];
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < x[0].length; j++) {
        y[i][j] = position.at(x[i][j]);
      }
    }
    return y;
  }

  /** a + b. */
  public static double[][][] add(double[][][] a, double[][][] b) {
    double[][][] sum = new double[a.length][a[0].length][a[0][0].length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < a[0].length; j++) {
        for (int c = 0; c < a[0][0].length; c++) {
          sum[i][j][c] = a[i][j][c] + b[i][j][c];
        }
      }
    }
    return sum;
  }

  /** The fully connected layer {@code name}. */
  public static double[] linear(Parameters p, String name, double[] x) {
    float[] weight = p.values(name + ".weight");
    float[] bias = p.has(name + ".bias") ? p.values(name + ".bias") : null;
    double[] y = new double[weight.length / x.length];
    for (int o = 0; o < y.length; o++) {
      y[o] = bias == null ? 0 : bias[o];
      for (int i = 0; i < x.length; i++) {
        y[o] += weight[o * x.length + i] * x[i];
      }
    }
    return y;
  }

  /** The layer norm {@code name}. */
  public static double[] norm(Parameters p, String name, double[] x, double epsilon) {
    float[] gain = p.values(name + ".weight");
    float[] bias = p.values(name + ".bias");
    double mean = 0;
    for (double v : x) {
      mean += v / x.length;
    }
    double variance = 0;
    for (double v : x) {
      variance += (v - mean) * (v - mean) / x.length;
    }
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = (x[i] - mean) / Math.sqrt(variance + epsilon) * gain[i] + bias[i];
    }
    return y;
  }

  /** The batch norm {@code name} at inference. */
  public static double[] batchNorm(Parameters p, String name, double[] x) {
    float[] gain = p.values(name + ".weight");
    float[] bias = p.values(name + ".bias");
    float[] mean = p.values(name + ".running_mean");
    float[] variance = p.values(name + ".running_var");
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = (x[i] - mean[i]) / Math.sqrt(variance[i] + 1e-5) * gain[i] + bias[i];
    }
    return y;
  }

  /** x (1 + erf(x / sqrt 2)) / 2. */
  public static double[] gelu(double[] x) {
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = x[i] * (1 + erf(x[i] / Math.sqrt(2))) / 2;
    }
    return y;
  }

  /** The series exp(-x^2) x (1 + 2x^2/3 + (2x^2)^2/15 + ...) 2 / sqrt(pi). */
  static double erf(double x) {
    if (Math.abs(x) > 6) {
      return Math.signum(x);
    }
    double term = x;
    double sum = x;
    for (int n = 1; Math.abs(term) > 1e-18; n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
  }

  /** A convolution by its weight (outputs, inputs / groups, k, k), zeros around the map. */
  public static double[][][] convolution(
      Parameters p, String name, double[][][] x, int stride, int padding) {
    int[] shape = p.shape(name + ".weight");
    float[] weight = p.values(name + ".weight");
    float[] bias = p.has(name + ".bias") ? p.values(name + ".bias") : null;
    int k = shape[2];
    int inputs = x[0][0].length;
    boolean depthwise = shape[1] == 1 && inputs > 1;
    int rows = (x.length + 2 * padding - k) / stride + 1;
    int columns = (x[0].length + 2 * padding - k) / stride + 1;
    double[][][] y = new double[rows][columns][shape[0]];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        for (int o = 0; o < shape[0]; o++) {
          double sum = bias == null ? 0 : bias[o];
          for (int i = 0; i < shape[1]; i++) {
            for (int dy = 0; dy < k; dy++) {
              for (int dx = 0; dx < k; dx++) {
                int v = r * stride + dy - padding;
                int u = c * stride + dx - padding;
                if (v >= 0 && v < x.length && u >= 0 && u < x[0].length) {
                  sum +=
                      weight[((o * shape[1] + i) * k + dy) * k + dx] * x[v][u][depthwise ? o : i];
                }
              }
            }
          }
          y[r][c][o] = sum;
        }
      }
    }
    return y;
  }

  /** SAM's neck. */
  public static double[][][] neck(Parameters p, double[][][] x) {
    double[][][] y = convolution(p, "neck.0", x, 1, 0);
    y = convolution(p, "neck.2", map(y, c -> norm(p, "neck.1", c, 1e-6)), 1, 1);
    return map(y, c -> norm(p, "neck.3", c, 1e-6));
  }

  /** What attention does within one window, (window, window, channels) to the same. */
  public interface Window {
    /** One window. */
    double[][][] of(double[][][] x);
  }

  /** Pads with zeros to whole windows, transforms each, and drops the padding. */
  public static double[][][] windows(double[][][] x, int window, Window transform) {
    int channels = x[0][0].length;
    int padded = (x.length + window - 1) / window * window;
    double[][][] full = new double[padded][padded][channels];
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < x.length; j++) {
        full[i][j] = x[i][j];
      }
    }
    double[][][] y = new double[x.length][x.length][];
    for (int top = 0; top < padded; top += window) {
      for (int left = 0; left < padded; left += window) {
        double[][][] part = new double[window][window][];
        for (int i = 0; i < window; i++) {
          for (int j = 0; j < window; j++) {
            part[i][j] = full[top + i][left + j];
          }
        }
        double[][][] done = transform.of(part);
        for (int i = 0; i < window && top + i < x.length; i++) {
          for (int j = 0; j < window && left + j < x.length; j++) {
            y[top + i][left + j] = done[i][j];
          }
        }
      }
    }
    return y;
  }

  /** softmax(scores) values. */
  public static double[] mix(double[] scores, double[][] values) {
    double sum = 0;
    double[] y = new double[values[0].length];
    for (int i = 0; i < scores.length; i++) {
      double e = Math.exp(scores[i]);
      sum += e;
      for (int c = 0; c < y.length; c++) {
        y[c] += e * values[i][c];
      }
    }
    for (int c = 0; c < y.length; c++) {
      y[c] /= sum;
    }
    return y;
  }

  /** Row-major values as a map. */
  public static double[][][] unflatten(float[] values, int side, int channels) {
    double[][][] map = new double[side][side][channels];
    for (int i = 0; i < values.length; i++) {
      map[i / (side * channels)][i / channels % side][i % channels] = values[i];
    }
    return map;
  }

  /** The map row-major. */
  public static double[] flatten(double[][][] map) {
    int side = map.length;
    int channels = map[0][0].length;
    double[] values = new double[side * side * channels];
    for (int i = 0; i < values.length; i++) {
      values[i] = map[i / (side * channels)][i / channels % side][i % channels];
    }
    return values;
  }
}
