package io.github.sam4j.core.tensor;

import static io.github.sam4j.core.tensor.NaiveOperators.doubles;

import java.util.ArrayList;
import java.util.List;

/** Squeeze and excitation. */
final class SqueezeExcitationCases {
  private static final double BOUND = 5e-6;

  /** Means of 300, whose rounding the sigmoid sees. */
  private static final double FAR_BOUND = 1e-4;

  private final List<OperatorCase> cases = new ArrayList<>();

  static List<OperatorCase> all() {
    SqueezeExcitationCases all = new SqueezeExcitationCases();
    all.scaled(4, 1, 5, 7, 9);
    all.scaled(8, 3, 4, 6, 16);
    all.scaled(1, 2, 1, 1, 3);
    all.scaled(3, 1, 2, 9, 1);
    // Several parts of the work, the last one smaller; and cells wider than a part.
    all.scaled(12, 2, 37, 41, 48);
    all.scaled(5, 2, 2, 1, 33_000);
    all.farFromZero();
    return all.cases;
  }

  private void scaled(int reduced, int batch, int rows, int columns, int channels) {
    add(
        BOUND,
        "%d x %d x %d x %d by %d".formatted(batch, rows, columns, channels, reduced),
        bench -> {
          Tensor x = bench.target(Layout.SLICED_FIRST, batch, rows, columns, channels);
          run(bench, x, reduced);
        });
  }

  /** Sigmoids of large values of either sign must be 0 and 1, and means must not drift. */
  private void farFromZero() {
    add(
        FAR_BOUND,
        "a map far from zero",
        bench -> {
          Tensor x = bench.target(Layout.CONTIGUOUS, 1, 64, 64, 24);
          float[] values = x.toArray();
          for (int i = 0; i < values.length; i++) {
            values[i] += 300;
          }
          x.set(values);
          run(bench, x, 6);
        });
  }

  private static void run(OperatorBench bench, Tensor x, int reduced) {
    int channels = x.dim(3);
    float[] reduce = bench.weights((long) reduced * channels, channels);
    float[] reduceBias = bench.values(reduced);
    float[] expand = bench.weights((long) channels * reduced, reduced);
    float[] expandBias = bench.values(channels);
    double[] expected =
        naive(
            doubles(x.toArray()),
            x.dim(0),
            channels,
            means ->
                NaiveOperators.linear(
                    NaiveOperators.linear(
                        means, channels, reduced, reduce, reduceBias, Activation.RELU),
                    reduced,
                    channels,
                    expand,
                    expandBias,
                    Activation.NONE));
    Engine engine = bench.engine();
    bench
        .operators()
        .squeezeExcite(
            x,
            engine.linear(channels, reduced, reduce, reduceBias),
            engine.linear(reduced, channels, expand, expandBias));
    bench.expect(x, expected, x.shape());
  }

  private interface Layers {
    double[] of(double[] means);
  }

  /** The operator as plain loops. */
  private static double[] naive(double[] x, int batch, int channels, Layers layers) {
    double[] y = new double[x.length];
    int size = x.length / batch;
    int cells = size / channels;
    for (int map = 0; map < batch; map++) {
      double[] means = new double[channels];
      for (int i = 0; i < size; i++) {
        means[i % channels] += x[map * size + i] / cells;
      }
      double[] excitation = layers.of(means);
      for (int i = 0; i < size; i++) {
        y[map * size + i] = x[map * size + i] / (1 + Math.exp(-excitation[i % channels]));
      }
    }
    return y;
  }

  private void add(double bound, String detail, OperatorCase.Run run) {
    cases.add(new OperatorCase("squeezeExcite", detail, bound, run));
  }
}
