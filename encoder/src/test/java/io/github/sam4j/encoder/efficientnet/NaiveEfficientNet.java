package io.github.sam4j.encoder.efficientnet;

import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.encoder.Naive;
import java.util.Arrays;

/** sam4j-2's encoder as its recipe writes it, in double, without the operators. */
final class NaiveEfficientNet {
  private final Parameters p;
  private final int[] strides;
  private final double[][][][] levels = new double[33][][][];

  NaiveEfficientNet(Parameters parameters, int... strides) {
    p = parameters;
    this.strides = strides;
  }

  double[][][] encode(double[][][] pixels) {
    double[][][] x = Naive.map(Naive.convolution(p, "stem", pixels, 2, 1), NaiveEfficientNet::clip);
    for (int i = 0; i < strides.length; i++) {
      x = block(p.under("blocks." + i), x, strides[i]);
      levels[pixels.length / x.length] = x;
    }
    double[][][] own = Naive.convolution(p, "lateral16", levels[16], 1, 0);
    double[][][] deep = Naive.convolution(p, "lateral32", levels[32], 1, 0);
    double[][][] sum = new double[own.length][own.length][];
    for (int i = 0; i < own.length; i++) {
      for (int j = 0; j < own.length; j++) {
        sum[i][j] = deep[i / 2][j / 2].clone();
      }
    }
    double[][][] merged = Naive.convolution(p, "merge", Naive.add(own, sum), 1, 1);
    return Naive.map(merged, c -> Naive.norm(p, "norm", c, 1e-6));
  }

  /** Finer features, once a picture is encoded. */
  double[][][] finer(int stride) {
    return Naive.convolution(p, "lateral" + stride, levels[stride], 1, 0);
  }

  private static double[][][] block(Parameters b, double[][][] x, int stride) {
    double[][][] y =
        b.has("expand.weight")
            ? Naive.map(Naive.convolution(b, "expand", x, 1, 0), NaiveEfficientNet::clip)
            : x;
    int padding = b.shape("depthwise.weight")[2] / 2;
    y = Naive.map(Naive.convolution(b, "depthwise", y, stride, padding), NaiveEfficientNet::clip);
    y = Naive.convolution(b, "project", y, 1, 0);
    return stride == 1 && y[0][0].length == x[0][0].length ? Naive.add(x, y) : y;
  }

  private static double[] clip(double[] x) {
    return Arrays.stream(x).map(v -> Math.min(6, Math.max(0, v))).toArray();
  }
}
