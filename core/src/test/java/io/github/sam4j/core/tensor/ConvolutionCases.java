package io.github.sam4j.core.tensor;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Convolutions: dense, depthwise, transposed. */
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
      all.transposed(layout, 5, 7, 2, 3, 4);
      all.transposed(layout, 33, 8, 1, 4, 4);
    }
    all.dense(Layout.CONTIGUOUS, new ConvolutionShape(2, 3, 2, 2, 0, 1), 3, 6, 4);
    all.dense(Layout.CONTIGUOUS, new ConvolutionShape(1, 1, 3, 1, 1, 1), 1, 1, 1);
    all.dense(Layout.CONTIGUOUS, new ConvolutionShape(4, 6, 1, 2, 0, 1), 1, 5, 7);
    all.dense(Layout.CONTIGUOUS, new ConvolutionShape(32, 40, 3, 1, 1, 1), 1, 16, 16);
    all.dense(Layout.CONTIGUOUS, new ConvolutionShape(6, 6, 7, 1, 3, 6), 1, 9, 11);
    all.dense(Layout.CONTIGUOUS, new ConvolutionShape(3, 20, 16, 16, 0, 1), 1, 32, 48);
    all.transposed(Layout.CONTIGUOUS, 1, 1, 1, 1, 1);
    return all.cases;
  }

  private void dense(Layout layout, ConvolutionShape shape, int batch, int rows, int columns) {
    Activation activation = ACTIVATIONS.get(cases.size() % ACTIVATIONS.size());
    boolean biased = cases.size() % 3 != 0;
    add(
        shape.depthwise() ? "depthwise convolution" : "convolution",
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

  private void add(String operator, String detail, OperatorCase.Run run) {
    cases.add(new OperatorCase(operator, detail, BOUND, run));
  }
}
