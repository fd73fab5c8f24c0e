package io.github.sam4j.core.tensor;

import org.jspecify.annotations.Nullable;

/** Convolutions of channels-last maps as plain loops in double precision. */
public final class NaiveConvolution {
  private NaiveConvolution() {}

  /** activation(convolution(x) + bias), x (batch, rows, columns, inputs). */
  public static double[] convolution(
      float[] x,
      int[] size,
      ConvolutionShape shape,
      float[] weight,
      float @Nullable [] bias,
      Activation activation) {
    return convolution(NaiveOperators.doubles(x), size, shape, weight, bias, activation);
  }

  /** The same of values in double precision. */
  public static double[] convolution(
      double[] x,
      int[] size,
      ConvolutionShape shape,
      float[] weight,
      float @Nullable [] bias,
      Activation activation) {
    int rows = shape.outputSide(size[1]);
    int columns = shape.outputSide(size[2]);
    int outputs = shape.outputs();
    double[] y = new double[size[0] * rows * columns * outputs];
    for (int i = 0; i < y.length; i++) {
      int o = i % outputs;
      int column = i / outputs % columns;
      int row = i / outputs / columns % rows;
      int batch = i / outputs / columns / rows;
      double sum = bias == null ? 0 : bias[o];
      sum += tap(x, size, shape, weight, batch, row, column, o);
      y[i] = NaiveOperators.activate(sum, activation);
    }
    return y;
  }

  private static double tap(
      double[] x,
      int[] size,
      ConvolutionShape shape,
      float[] weight,
      int batch,
      int row,
      int column,
      int o) {
    int k = shape.kernel();
    int channels = shape.inputs() / shape.groups();
    int first = o / (shape.outputs() / shape.groups()) * channels;
    double sum = 0;
    for (int ky = 0; ky < k; ky++) {
      for (int kx = 0; kx < k; kx++) {
        int r = row * shape.stride() - shape.padding() + ky;
        int c = column * shape.stride() - shape.padding() + kx;
        if (r >= 0 && r < size[1] && c >= 0 && c < size[2]) {
          for (int i = 0; i < channels; i++) {
            sum +=
                x[((batch * size[1] + r) * size[2] + c) * size[3] + first + i]
                    * weight[((o * channels + i) * k + ky) * k + kx];
          }
        }
      }
    }
    return sum;
  }

  /** Kernel 2, stride 2; weight (inputs, outputs, 2, 2). */
  public static double[] transposed(
      float[] x, int[] size, int outputs, float[] weight, float[] bias, Activation activation) {
    int inputs = size[3];
    double[] y = new double[4 * size[0] * size[1] * size[2] * outputs];
    for (int i = 0; i < y.length; i++) {
      int o = i % outputs;
      int column = i / outputs % (2 * size[2]);
      int row = i / outputs / (2 * size[2]);
      int pixel = row / 2 * size[2] + column / 2;
      double sum = bias[o];
      for (int c = 0; c < inputs; c++) {
        sum +=
            (double) x[pixel * inputs + c]
                * weight[((c * outputs + o) * 2 + row % 2) * 2 + column % 2];
      }
      y[i] = NaiveOperators.activate(sum, activation);
    }
    return y;
  }
}
