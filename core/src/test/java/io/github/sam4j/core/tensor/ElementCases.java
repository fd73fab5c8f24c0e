package io.github.sam4j.core.tensor;

import static io.github.sam4j.core.tensor.NaiveOperators.doubles;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Copies, sums, activations and norms. */
final class ElementCases {
  private static final double EXACT = 0;
  private static final double ROUNDED = 1.2e-7;
  private static final double ACTIVATED = 1e-6;
  private static final double NORMED = 5e-6;

  private final List<OperatorCase> cases = new ArrayList<>();

  static List<OperatorCase> all() {
    ElementCases all = new ElementCases();
    for (Layout layout : Layout.values()) {
      all.copy(layout, 3, 5, 7);
      all.copy(layout, 1, 17);
      all.copy(layout, 2, 3, 4, 5);
      all.transpose(layout, 5, 9);
      all.transpose(layout, 64, 33);
      for (Activation activation : Activation.values()) {
        all.activate(activation, layout, 3, 5, 7);
        all.activate(activation, layout, 37, 67);
      }
      all.maxPool(layout, 1, 4, 6, 5);
      all.maxPool(layout, 2, 5, 3, 40);
      all.layerNorm(layout, 1e-6f, 3, 7);
      all.layerNorm(layout, 1e-5f, 5, 4, 80);
      all.layerNorm(layout, 1e-6f, 2, 3, 5, 96);
      all.layerNorm(layout, 1e-6f, 9, 1);
      all.add(layout, new int[] {4, 6, 5}, 4, 6, 5);
      all.add(layout, new int[] {4, 6, 5}, 6, 5);
      all.add(layout, new int[] {2, 3, 4, 5}, 1, 3, 4, 5);
      all.add(layout, new int[] {2, 3, 4, 5}, 2, 1, 1, 5);
      all.add(layout, new int[] {1, 3, 1, 5}, 2, 1, 4, 1);
      all.add(layout, new int[] {37, 19}, 37, 1);
    }
    all.add(Layout.CONTIGUOUS, new int[] {3, 5, 7}, 7);
    all.add(Layout.SLICED_LAST, new int[] {7}, 3, 5, 7);
    all.add(Layout.CONTIGUOUS, new int[] {3, 7}, 1);
    all.layerNorm(Layout.CONTIGUOUS, 1e-6f, 7);
    // A whole map as one row.
    all.layerNorm(Layout.CONTIGUOUS, 1e-5f, 1, 1 << 20);
    all.layerNorm(Layout.CONTIGUOUS, 1e-5f, 2, 3 * 4099);
    all.constantRows();
    all.distantRows();
    return all.cases;
  }

  private void copy(Layout layout, int... shape) {
    add(
        "copy",
        layout + " " + Arrays.toString(shape),
        EXACT,
        bench -> {
          Tensor source = bench.input(layout, shape);
          for (Layout to : Layout.values()) {
            Tensor target = bench.target(to, shape);
            bench.operators().copy(target, source);
            bench.expect(target, doubles(source.toArray()), shape);
          }
        });
  }

  private void transpose(Layout layout, int m, int n) {
    add(
        "transpose",
        layout + " %d x %d".formatted(m, n),
        EXACT,
        bench -> {
          Tensor x = bench.input(layout, m, n);
          double[] expected = NaiveOperators.transpose(x.toArray(), m, n);
          bench.expect(bench.operators().transpose(x), expected, n, m);
        });
  }

  private void activate(Activation activation, Layout layout, int... shape) {
    add(
        "activate " + activation,
        layout + " " + Arrays.toString(shape),
        ACTIVATED,
        bench -> {
          Tensor x = bench.input(layout, shape);
          double[] expected =
              Arrays.stream(doubles(x.toArray()))
                  .map(value -> NaiveOperators.activate(value, activation))
                  .toArray();
          bench.expect(bench.operators().activate(x, activation), expected, shape);
          // Where the tails matter: values to +-20.
          float[] wide = bench.values(401);
          for (int i = 0; i < wide.length; i++) {
            wide[i] = (i - 200) / 10f;
          }
          double[] tails =
              Arrays.stream(doubles(wide))
                  .map(value -> NaiveOperators.activate(value, activation))
                  .toArray();
          bench.expect(bench.operators().activate(bench.input(wide, 401), activation), tails, 401);
        });
  }

  private void maxPool(Layout layout, int... shape) {
    add(
        "maxPool",
        layout + " " + Arrays.toString(shape),
        EXACT,
        bench -> {
          Tensor x = bench.input(layout, shape);
          double[] expected = NaiveOperators.maxPool(doubles(x.toArray()), shape);
          bench.expect(
              bench.operators().maxPool(x),
              expected,
              shape[0],
              shape[1] / 2,
              shape[2] / 2,
              shape[3]);
        });
  }

  private void add(Layout layout, int[] shapeA, int... shapeB) {
    int[] shape = shapeA.length >= shapeB.length ? shapeA.clone() : shapeB.clone();
    for (int i = 1; i <= Math.min(shapeA.length, shapeB.length); i++) {
      int at = shape.length - i;
      shape[at] = Math.max(shapeA[shapeA.length - i], shapeB[shapeB.length - i]);
    }
    add(
        "add",
        layout + " " + Arrays.toString(shapeA) + " and " + Arrays.toString(shapeB),
        ROUNDED,
        bench -> {
          Tensor a = bench.input(layout, shapeA);
          Tensor b = bench.input(shapeB.length > 1 ? layout : Layout.CONTIGUOUS, shapeB);
          double[] expected = NaiveOperators.add(a.toArray(), shapeA, b.toArray(), shapeB, shape);
          bench.expect(bench.operators().add(a, b), expected, shape);
          bench.expect(bench.operators().add(b, a), expected, shape);
        });
  }

  private void layerNorm(Layout layout, float epsilon, int... shape) {
    add(
        "layerNorm",
        layout + " " + Arrays.toString(shape),
        NORMED,
        bench -> norm(bench, bench.input(layout, shape), epsilon));
  }

  private static void norm(OperatorBench bench, Tensor x, float epsilon) {
    float[] gain = bench.values(x.dim(-1));
    float[] bias = bench.values(x.dim(-1));
    double[] expected = NaiveOperators.layerNorm(doubles(x.toArray()), gain, bias, epsilon);
    Norm norm = bench.engine().norm(gain, bias, epsilon);
    bench.expect(bench.operators().layerNorm(x, norm), expected, x.shape());
  }

  /** Their variance is 0: without epsilon they would become infinite. */
  private void constantRows() {
    add(
        "layerNorm",
        "constant rows",
        NORMED,
        bench -> {
          float[] values = new float[4 * 64];
          Arrays.fill(values, 64, 128, 1);
          Arrays.fill(values, 128, 192, -0.5f);
          Arrays.fill(values, 192, 256, 2048);
          norm(bench, bench.input(values, 4, 64), 1e-6f);
        });
  }

  /** Here a mean of squares minus the squared mean would be off by 0.1 and more. */
  private void distantRows() {
    add(
        "layerNorm",
        "rows far from zero",
        1e-3,
        bench -> {
          float[] values = bench.values(5 * 96);
          for (int i = 0; i < values.length; i++) {
            values[i] += 1000;
          }
          norm(bench, bench.input(values, 5, 96), 1e-6f);
        });
  }

  private void add(String operator, String detail, double bound, OperatorCase.Run run) {
    cases.add(new OperatorCase(operator, detail, bound, run));
  }
}
