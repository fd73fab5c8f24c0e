package io.github.sam4j.encoder.repvit;

import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.encoder.Naive;
import java.util.ArrayList;
import java.util.List;

/** RepViT as published, branch by branch, in double, without the operators. */
record NaiveRepViT(Parameters p) {
  double[][][] encode(double[][][] pixels) {
    List<double[][][]> stages = stages(pixels);
    double[][][] last = stages.get(3);
    if (p.has("fuse_stage2.weight")) {
      double[][][] fine = Naive.map(stages.get(2), c -> Naive.linear(p, "fuse_stage2", c));
      double[][][] deep = Naive.map(last, c -> Naive.linear(p, "fuse_stage3.op_list.0", c));
      last = Naive.add(fine, doubled(deep));
    }
    return Naive.neck(p, last);
  }

  /** What each stage gives. */
  List<double[][][]> stages(double[][][] pixels) {
    List<double[][][]> stages = new ArrayList<>();
    double[][][] x = pair(p, "features.0.0", pixels, 2);
    x = pair(p, "features.0.2", Naive.map(x, Naive::gelu), 2);
    boolean fused = p.has("fuse_stage2.weight");
    for (int i = 1; p.has("features." + i + ".channel_mixer.m.0.c.weight"); i++) {
      Parameters block = p.under("features." + i);
      if (block.has("token_mixer.0.c.weight")) {
        stages.add(x);
        x = pair(block, "token_mixer.0", x, stages.size() < 3 || fused ? 2 : 1);
        x = pair(block, "token_mixer.2", excited(block, x), 1);
      } else {
        x = excited(block, branches(block.under("token_mixer.0"), x));
      }
      double[][][] hidden = Naive.map(pair(block, "channel_mixer.m.0", x, 1), Naive::gelu);
      x = Naive.add(x, pair(block, "channel_mixer.m.2", hidden, 1));
    }
    stages.add(x);
    return stages;
  }

  /** The three branches of a token mixer. */
  static double[][][] branches(Parameters mixer, double[][][] x) {
    double[][][] sum = Naive.add(pair(mixer, "conv", x, 1), x);
    if (mixer.has("conv1.c.weight")) {
      return Naive.add(sum, pair(mixer, "conv1", x, 1));
    }
    sum = Naive.add(sum, Naive.convolution(mixer, "conv1", x, 1, 0));
    return Naive.map(sum, c -> Naive.batchNorm(mixer, "bn", c));
  }

  private static double[][][] excited(Parameters block, double[][][] x) {
    if (!block.has("token_mixer.1.fc1.weight")) {
      return x;
    }
    double[] means = new double[x[0][0].length];
    for (double[][] row : x) {
      for (double[] cell : row) {
        for (int c = 0; c < means.length; c++) {
          means[c] += cell[c] / x.length / x[0].length;
        }
      }
    }
    double[] hidden = Naive.linear(block, "token_mixer.1.fc1", means);
    for (int i = 0; i < hidden.length; i++) {
      hidden[i] = Math.max(0, hidden[i]);
    }
    double[] excitation = Naive.linear(block, "token_mixer.1.fc2", hidden);
    return Naive.map(
        x,
        cell -> {
          double[] scaled = new double[cell.length];
          for (int c = 0; c < cell.length; c++) {
            scaled[c] = cell[c] / (1 + Math.exp(-excitation[c]));
          }
          return scaled;
        });
  }

  private static double[][][] pair(Parameters q, String name, double[][][] x, int stride) {
    int kernel = q.shape(name + ".c.weight")[2];
    double[][][] y = Naive.convolution(q, name + ".c", x, stride, kernel / 2);
    return Naive.map(y, c -> Naive.batchNorm(q, name + ".bn", c));
  }

  /** Twice the side by the cubic convolution kernel of a = -0.75, edges repeated. */
  private static double[][][] doubled(double[][][] x) {
    int side = x.length;
    double[][][] y = new double[2 * side][2 * side][x[0][0].length];
    for (int i = 0; i < 2 * side; i++) {
      for (int j = 0; j < 2 * side; j++) {
        double v = (i + 0.5) / 2 - 0.5;
        double u = (j + 0.5) / 2 - 0.5;
        for (int r = (int) Math.floor(v) - 1; r <= Math.floor(v) + 2; r++) {
          for (int s = (int) Math.floor(u) - 1; s <= Math.floor(u) + 2; s++) {
            double weight = cubic(v - r) * cubic(u - s);
            double[] cell =
                x[Math.min(side - 1, Math.max(0, r))][Math.min(side - 1, Math.max(0, s))];
            for (int c = 0; c < cell.length; c++) {
              y[i][j][c] += weight * cell[c];
            }
          }
        }
      }
    }
    return y;
  }

  private static double cubic(double distance) {
    double a = -0.75;
    double t = Math.abs(distance);
    return t <= 1
        ? (a + 2) * t * t * t - (a + 3) * t * t + 1
        : a * t * t * t - 5 * a * t * t + 8 * a * t - 4 * a;
  }
}
