package io.github.sam4j.core.tensor;

import static io.github.sam4j.core.tensor.NaiveOperators.doubles;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Layers and products of matrices. */
final class ProductCases {
  private static final double BOUND = 5e-6;

  private final List<OperatorCase> cases = new ArrayList<>();

  static List<OperatorCase> all() {
    ProductCases all = new ProductCases();
    for (Layout layout : Layout.values()) {
      all.linear(layout, Activation.GELU, true, 5, 3, 7);
      all.linear(layout, Activation.RELU, false, 1, 2, 33, 17);
      all.linear(layout, Activation.NONE, true, 65, 70, 31);
      all.linear(layout, Activation.QUICK_GELU, true, 96, 197, 80);
      all.linear(layout, Activation.NONE, false, 48, 2, 5, 3, 64);
      all.addLinear(layout, 24, 5, 9, 7);
      all.addLinear(layout, 5, 67, 129);
      for (int batches = 0; batches < 3; batches++) {
        int a = batches == 1 ? 1 : 3;
        int b = batches == 2 ? 1 : 3;
        all.matmul(layout, a, b, 5, 7, 9);
        all.matmul(layout, a, b, 1, 65, 32);
        all.matmul(layout, a, b, 33, 1, 1);
      }
    }
    all.linear(Layout.CONTIGUOUS, Activation.GELU, true, 9, 13);
    all.linear(Layout.CONTIGUOUS, Activation.NONE, true, 1, 1, 1);
    for (Activation activation : Activation.values()) {
      for (boolean normed : new boolean[] {true, false}) {
        all.feedForward(activation, normed, 28, 5, 7);
        all.feedForward(activation, normed, 320, 3, 11, 80);
      }
    }
    return all.cases;
  }

  private void linear(
      Layout layout, Activation activation, boolean biased, int outputs, int... shape) {
    add(
        "linear",
        "%s %s to %d, %s, %s"
            .formatted(
                layout,
                Arrays.toString(shape),
                outputs,
                activation,
                biased ? "biased" : "without bias"),
        bench -> {
          int inputs = shape[shape.length - 1];
          float[] weight = bench.weights((long) outputs * inputs, inputs);
          float @Nullable [] bias = biased ? bench.values(outputs) : null;
          Tensor x = bench.input(layout, shape);
          double[] expected =
              NaiveOperators.linear(
                  doubles(x.toArray()), inputs, outputs, weight, bias, activation);
          Linear layer = bench.engine().linear(inputs, outputs, weight, bias);
          bench.expect(
              bench.operators().linear(x, layer, activation), expected, wide(outputs, shape));
        });
  }

  private void addLinear(Layout layout, int outputs, int... shape) {
    add(
        "addLinearTo",
        layout + " %s to %d".formatted(Arrays.toString(shape), outputs),
        bench -> {
          int inputs = shape[shape.length - 1];
          float[] weight = bench.weights((long) outputs * inputs, inputs);
          float[] bias = bench.values(outputs);
          Tensor x = bench.input(layout, shape);
          Tensor sum = bench.target(Layout.SLICED_FIRST, wide(outputs, shape));
          double[] expected =
              NaiveOperators.linear(
                  doubles(x.toArray()), inputs, outputs, weight, bias, Activation.NONE);
          float[] before = sum.toArray();
          for (int i = 0; i < expected.length; i++) {
            expected[i] += before[i];
          }
          bench
              .operators()
              .addLinearTo(sum, x, bench.engine().linear(inputs, outputs, weight, bias));
          bench.expect(sum, expected, wide(outputs, shape));
        });
  }

  private void feedForward(Activation activation, boolean normed, int hidden, int... shape) {
    add(
        "addFeedForwardTo",
        "%s by %d, %s%s"
            .formatted(Arrays.toString(shape), hidden, activation, normed ? "" : ", without norm"),
        bench -> {
          int width = shape[shape.length - 1];
          float[] gain = bench.values(width);
          float[] shift = bench.values(width);
          float[] up = bench.weights((long) hidden * width, width);
          float[] upBias = bench.values(hidden);
          float[] down = bench.weights((long) hidden * width, hidden);
          float[] downBias = bench.values(width);
          Tensor x = bench.target(Layout.SLICED_FIRST, shape);
          double[] before = doubles(x.toArray());
          double[] middle =
              NaiveOperators.linear(
                  normed ? NaiveOperators.layerNorm(before, gain, shift, 1e-6f) : before,
                  width,
                  hidden,
                  up,
                  upBias,
                  activation);
          double[] expected =
              NaiveOperators.linear(middle, hidden, width, down, downBias, Activation.NONE);
          for (int i = 0; i < expected.length; i++) {
            expected[i] += before[i];
          }
          Engine engine = bench.engine();
          bench
              .operators()
              .addFeedForwardTo(
                  x,
                  normed ? engine.norm(gain, shift, 1e-6f) : null,
                  engine.linear(width, hidden, up, upBias),
                  activation,
                  engine.linear(hidden, width, down, downBias));
          bench.expect(x, expected, shape);
        });
  }

  private void matmul(Layout layout, int batchA, int batchB, int m, int n, int k) {
    add(
        "matmulTransposed",
        "%s (%d, %d, %d) and (%d, %d, %d)".formatted(layout, batchA, m, k, batchB, n, k),
        bench -> {
          Tensor a = bench.input(layout, batchA, m, k);
          Tensor b = bench.input(layout, batchB, n, k);
          double[] expected =
              NaiveOperators.matmulTransposed(a.toArray(), a.shape(), b.toArray(), b.shape());
          bench.expect(
              bench.operators().matmulTransposed(a, b), expected, Math.max(batchA, batchB), m, n);
        });
  }

  private static int[] wide(int width, int... shape) {
    int[] result = shape.clone();
    result[shape.length - 1] = width;
    return result;
  }

  private void add(String operator, String detail, OperatorCase.Run run) {
    cases.add(new OperatorCase(operator, detail, BOUND, run));
  }
}
