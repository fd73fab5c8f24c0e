package io.github.sam4j.core.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Convolutions: dense, depthwise, grouped, transposed. */
final class ConvolutionCases {
  private static final double BOUND = 5e-6;

  private static final List<Activation> ACTIVATIONS = List.of(Activation.values());

  private final List<OperatorCase> cases = new ArrayList<>();

  static List<OperatorCase> all() {
    ConvolutionCases all = new ConvolutionCases();
    for (Layout layout : Layout.values()) {
      all.dense(layout, new ConvolutionShape(3, 8, 4, 4, 0, 1), 1, 8, 12);
      all.dense(layout, new ConvolutionShape(5, 7, 3, 1, 1, 1), 2, 5, 6);
      all.dense(layout, new ConvolutionShape(3, 6, 3, 2, 1, 1), 2, 9, 8);
      all.dense(layout, new ConvolutionShape(7, 5, 1, 1, 0, 1), 1, 4, 7);
      all.dense(layout, new ConvolutionShape(9, 9, 3, 1, 1, 9), 2, 7, 5);
      all.dense(layout, new ConvolutionShape(17, 17, 3, 2, 1, 17), 1, 9, 6);
      all.dense(layout, new ConvolutionShape(6, 9, 1, 1, 0, 3), 2, 4, 5);
      all.dense(layout, new ConvolutionShape(12, 8, 3, 2, 1, 4), 1, 7, 6);
      all.transposed(layout, 5, 7, 2, 3, 4);
      all.transposed(layout, 33, 8, 1, 4, 4);
    }
    all.dense(Layout.CONTIGUOUS, new ConvolutionShape(2, 3, 2, 2, 0, 1), 3, 6, 4);
    all.dense(Layout.CONTIGUOUS, new ConvolutionShape(1, 1, 3, 1, 1, 1), 1, 1, 1);
    all.dense(Layout.CONTIGUOUS, new ConvolutionShape(4, 6, 1, 2, 0, 1), 1, 5, 7);
    all.dense(Layout.CONTIGUOUS, new ConvolutionShape(32, 40, 3, 1, 1, 1), 1, 16, 16);
    all.dense(Layout.CONTIGUOUS, new ConvolutionShape(6, 6, 7, 1, 3, 6), 1, 9, 11);
    all.dense(Layout.CONTIGUOUS, new ConvolutionShape(3, 20, 16, 16, 0, 1), 1, 32, 48);
    all.dense(Layout.CONTIGUOUS, new ConvolutionShape(96, 96, 1, 1, 0, 3), 1, 16, 16);
    all.dense(Layout.CONTIGUOUS, new ConvolutionShape(4, 8, 3, 1, 1, 4), 1, 6, 5);
    all.transposed(Layout.CONTIGUOUS, 1, 1, 1, 1, 1);
    for (Layout layout : Layout.values()) {
      all.bottleneck(layout, 6, new ConvolutionShape(18, 18, 3, 1, 1, 18), 6, 2, 7, 5);
      all.bottleneck(layout, 5, new ConvolutionShape(20, 20, 5, 2, 2, 20), 7, 1, 9, 8);
      all.bottleneck(layout, 8, new ConvolutionShape(8, 8, 3, 1, 1, 8), 4, 1, 5, 6);
    }
    // What lies between the layers is large.
    all.bottleneck(
        Layout.CONTIGUOUS, 16, new ConvolutionShape(96, 96, 3, 2, 1, 96), 24, 1, 112, 99);
    all.bottleneck(
        Layout.CONTIGUOUS, 24, new ConvolutionShape(144, 144, 5, 1, 2, 144), 24, 2, 67, 113);
    all.bottleneck(
        Layout.CONTIGUOUS, 3, new ConvolutionShape(700, 700, 5, 2, 2, 700), 5, 1, 3, 501);
    return all.cases;
  }

  private static String kind(ConvolutionShape shape) {
    if (shape.depthwise()) {
      return "depthwise convolution";
    }
    return shape.groups() > 1 ? "grouped convolution" : "convolution";
  }

  private void dense(Layout layout, ConvolutionShape shape, int batch, int rows, int columns) {
    Activation activation = ACTIVATIONS.get(cases.size() % ACTIVATIONS.size());
    boolean biased = cases.size() % 3 != 0;
    add(
        kind(shape),
        "%s %d x %d x %d, %s, %s".formatted(layout, batch, rows, columns, shape, activation),
        bench -> {
          int fan = shape.weights() / shape.outputs();
          float[] weight = bench.weights(shape.weights(), fan);
          float @Nullable [] bias = biased ? bench.values(shape.outputs()) : null;
          Tensor x = bench.input(layout, batch, rows, columns, shape.inputs());
          double[] expected =
              NaiveConvolution.convolution(x.toArray(), x.shape(), shape, weight, bias, activation);
          Convolution layer = bench.engine().convolution(shape, weight, bias);
          bench.expect(
              bench.operators().convolution(x, layer, activation),
              expected,
              batch,
              shape.outputSide(rows),
              shape.outputSide(columns),
              shape.outputs());
        });
  }

  private void transposed(
      Layout layout, int inputs, int outputs, int batch, int rows, int columns) {
    Activation activation = ACTIVATIONS.get(cases.size() % ACTIVATIONS.size());
    add(
        "transposedConvolution",
        "%s %d x %d x %d, %d to %d, %s"
            .formatted(layout, batch, rows, columns, inputs, outputs, activation),
        bench -> {
          float[] weight = bench.weights(4L * inputs * outputs, inputs);
          float[] bias = bench.values(outputs);
          Tensor x = bench.input(layout, batch, rows, columns, inputs);
          double[] expected =
              NaiveConvolution.transposed(
                  x.toArray(), x.shape(), outputs, weight, bias, activation);
          TransposedConvolution layer =
              bench.engine().transposedConvolution(inputs, outputs, weight, bias);
          bench.expect(
              bench.operators().transposedConvolution(x, layer, activation),
              expected,
              batch,
              2 * rows,
              2 * columns,
              outputs);
        });
  }

  /** One that widens, unless the filters have as many channels as the map. */
  private void bottleneck(
      Layout layout,
      int inputs,
      ConvolutionShape filters,
      int outputs,
      int batch,
      int rows,
      int columns) {
    int hidden = filters.inputs();
    boolean residual = filters.stride() == 1 && inputs == outputs;
    Activation activation = cases.size() % 2 == 0 ? Activation.RELU6 : Activation.GELU;
    add(
        "invertedBottleneck",
        "%s %d x %d x %d, %d to %d by %s, %s"
            .formatted(layout, batch, rows, columns, inputs, outputs, filters, activation),
        bench -> {
          // Large enough that ReLU6's upper bound is reached.
          float[] widen = bench.weights(4L * hidden * inputs, inputs / 9 + 1);
          float[] widenBias = bench.values(hidden);
          float[] filter = bench.weights(filters.weights(), filters.kernel() * filters.kernel());
          float[] filterBias = bench.values(hidden);
          float[] narrow = bench.weights((long) outputs * hidden, 16 * hidden);
          float[] narrowBias = bench.values(outputs);
          widen = Arrays.copyOf(widen, hidden * inputs);
          Tensor x = bench.input(layout, batch, rows, columns, inputs);
          double[] values = NaiveOperators.doubles(x.toArray());
          boolean widens = hidden != inputs;
          double[] wide =
              widens
                  ? NaiveOperators.linear(values, inputs, hidden, widen, widenBias, activation)
                  : values;
          int[] size = {batch, rows, columns, hidden};
          double[] filtered =
              NaiveConvolution.convolution(wide, size, filters, filter, filterBias, activation);
          double[] expected =
              NaiveOperators.linear(filtered, hidden, outputs, narrow, narrowBias, Activation.NONE);
          for (int i = 0; residual && i < expected.length; i++) {
            expected[i] += values[i];
          }
          Engine engine = bench.engine();
          InvertedBottleneck block =
              new InvertedBottleneck(
                  widens ? engine.linear(inputs, hidden, widen, widenBias) : null,
                  engine.convolution(filters, filter, filterBias),
                  engine.linear(hidden, outputs, narrow, narrowBias),
                  activation,
                  residual);
          bench.expect(
              bench.operators().invertedBottleneck(x, block),
              expected,
              batch,
              filters.outputSide(rows),
              filters.outputSide(columns),
              outputs);
        });
  }

  private void add(String operator, String detail, OperatorCase.Run run) {
    cases.add(new OperatorCase(operator, detail, BOUND, run));
  }
}
