package io.github.sam4j.encoder.tinyvit;

import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.encoder.Naive;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** MobileSAM's TinyViT as published, in double, without the operators. */
record NaiveTinyViT(Parameters p, TinyVitConfig config) {
  double[][][] encode(double[][][] pixels) {
    List<double[][][]> layers = layers(pixels);
    return Naive.neck(p, layers.get(layers.size() - 1));
  }

  /** What each stage gives, after its merge. */
  List<double[][][]> layers(double[][][] pixels) {
    List<double[][][]> layers = new ArrayList<>();
    double[][][] x = conv(p, "patch_embed.seq.0", pixels, 2);
    x = conv(p, "patch_embed.seq.2", Naive.map(x, Naive::gelu), 2);
    for (int i = 0; i < config.convolutions().depth(); i++) {
      double[][][] y = bottleneck(p.under("layers.0.blocks." + i), x, 1);
      x = Naive.map(Naive.add(x, y), Naive::gelu);
    }
    for (int i = 0; i < 3; i++) {
      x = bottleneck(p.under("layers." + i + ".downsample"), x, i == 2 ? 1 : 2);
      layers.add(x);
      TinyVitConfig.Stage stage = config.stages().get(i);
      for (int j = 0; j < stage.depth(); j++) {
        x = block(p.under("layers.%d.blocks.%d".formatted(i + 1, j)), stage, x);
      }
    }
    layers.add(x);
    return layers;
  }

  private static double[][][] conv(Parameters q, String name, double[][][] x, int stride) {
    int kernel = q.shape(name + ".c.weight")[2];
    double[][][] y = Naive.convolution(q, name + ".c", x, stride, kernel / 2);
    return Naive.map(y, c -> Naive.batchNorm(q, name + ".bn", c));
  }

  private static double[][][] bottleneck(Parameters q, double[][][] x, int stride) {
    double[][][] y = Naive.map(conv(q, "conv1", x, 1), Naive::gelu);
    y = Naive.map(conv(q, "conv2", y, stride), Naive::gelu);
    return conv(q, "conv3", y, 1);
  }

  private static double[][][] block(Parameters b, TinyVitConfig.Stage stage, double[][][] input) {
    double[][][] attended =
        Naive.windows(input, stage.window(), w -> attention(b.under("attn"), stage, w));
    double[][][] x = conv(b, "local_conv", Naive.add(input, attended), 1);
    double[][][] mlp =
        Naive.map(
            x,
            c -> {
              double[] hidden = Naive.linear(b, "mlp.fc1", Naive.norm(b, "mlp.norm", c, 1e-5));
              return Naive.linear(b, "mlp.fc2", Naive.gelu(hidden));
            });
    return Naive.add(x, mlp);
  }

  private static double[][][] attention(Parameters a, TinyVitConfig.Stage stage, double[][][] x) {
    int n = x.length;
    int d = stage.dim() / stage.heads();
    int[][] offsets = offsets(n);
    float[] biases = a.values("attention_biases");
    int count = a.shape("attention_biases")[1];
    double[][][] qkv = Naive.map(x, c -> Naive.linear(a, "qkv", Naive.norm(a, "norm", c, 1e-5)));
    double[][][] heads = new double[n][n][stage.dim()];
    for (int head = 0; head < stage.heads(); head++) {
      int at = head * 3 * d;
      double[][] values = new double[n * n][];
      for (int key = 0; key < n * n; key++) {
        values[key] = Arrays.copyOfRange(qkv[key / n][key % n], at + 2 * d, at + 3 * d);
      }
      for (int query = 0; query < n * n; query++) {
        double[] q = qkv[query / n][query % n];
        double[] scores = new double[n * n];
        for (int key = 0; key < n * n; key++) {
          double[] k = qkv[key / n][key % n];
          for (int c = 0; c < d; c++) {
            scores[key] += q[at + c] * k[at + d + c] / Math.sqrt(d);
          }
          scores[key] += biases[head * count + offsets[query][key]];
        }
        double[] mixed = Naive.mix(scores, values);
        System.arraycopy(mixed, 0, heads[query / n][query % n], head * d, d);
      }
    }
    return Naive.map(heads, c -> Naive.linear(a, "proj", c));
  }

  /** Numbers offsets in the order in which they appear. */
  private static int[][] offsets(int window) {
    List<List<Integer>> seen = new ArrayList<>();
    int cells = window * window;
    int[][] numbers = new int[cells][cells];
    for (int a = 0; a < cells; a++) {
      for (int b = 0; b < cells; b++) {
        List<Integer> offset =
            List.of(Math.abs(a / window - b / window), Math.abs(a % window - b % window));
        if (!seen.contains(offset)) {
          seen.add(offset);
        }
        numbers[a][b] = seen.indexOf(offset);
      }
    }
    return numbers;
  }
}
