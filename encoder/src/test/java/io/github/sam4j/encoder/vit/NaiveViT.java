package io.github.sam4j.encoder.vit;

import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.encoder.Naive;
import java.util.Arrays;

/** ImageEncoderViT as published, in double, without the operators. */
record NaiveViT(Parameters p, VitConfig config) {
  double[][][] encode(double[][][] pixels) {
    double[][][] x = Naive.convolution(p, "patch_embed.proj", pixels, config.patchSize(), 0);
    if (p.has("pos_embed")) {
      x = Naive.add(x, Naive.unflatten(p.values("pos_embed"), config.grid(), config.dim()));
    }
    for (int i = 0; i < config.blocks().size(); i++) {
      x = block(p.under("blocks." + i), config.blocks().get(i), x);
    }
    return Naive.neck(p, x);
  }

  private static double[][][] block(Parameters b, BlockConfig config, double[][][] input) {
    double[][][] normed = Naive.map(input, c -> Naive.norm(b, "norm1", c, 1e-6));
    double[][][] attended =
        Naive.windows(normed, config.window(), w -> attention(b.under("attn"), config, w));
    double[][][] x = Naive.add(input, attended);
    double[][][] mlp =
        Naive.map(
            x,
            c -> {
              double[] hidden = Naive.linear(b, "mlp.lin1", Naive.norm(b, "norm2", c, 1e-6));
              return Naive.linear(b, "mlp.lin2", Naive.gelu(hidden));
            });
    return Naive.add(x, mlp);
  }

  private static double[][][] attention(Parameters a, BlockConfig config, double[][][] x) {
    int n = x.length;
    int d = config.headWidth();
    int width = config.heads() * d;
    double[][][] qkv = Naive.map(x, c -> Naive.linear(a, "qkv", c));
    double[][][] heads = new double[n][n][width];
    for (int head = 0; head < config.heads(); head++) {
      int at = head * d;
      double[][] values = new double[n * n][];
      for (int key = 0; key < n * n; key++) {
        int from = 2 * width + at;
        values[key] = Arrays.copyOfRange(qkv[key / n][key % n], from, from + d);
      }
      for (int y = 0; y < n; y++) {
        for (int u = 0; u < n; u++) {
          double[] scores = new double[n * n];
          for (int key = 0; key < n * n; key++) {
            int ky = key / n;
            int ku = key % n;
            for (int c = 0; c < d; c++) {
              double q = qkv[y][u][at + c];
              scores[key] += q * qkv[ky][ku][width + at + c] / Math.sqrt(d);
              if (config.relativePosition()) {
                scores[key] += q * relative(a, "rel_pos_h", y - ky, n, d, c);
                scores[key] += q * relative(a, "rel_pos_w", u - ku, n, d, c);
              }
            }
          }
          System.arraycopy(Naive.mix(scores, values), 0, heads[y][u], at, d);
        }
      }
    }
    return Naive.map(heads, c -> Naive.linear(a, "proj", c));
  }

  /** The table's entry for a distance, between its rows if it was made for another size. */
  private static double relative(Parameters a, String name, int distance, int n, int d, int c) {
    int stored = a.shape(name)[0];
    float[] table = a.values(name);
    double row = (distance + n - 1 + 0.5) * stored / (2 * n - 1) - 0.5;
    row = Math.min(Math.max(row, 0), stored - 1);
    int low = (int) Math.floor(row);
    int high = (int) Math.ceil(row);
    return table[low * d + c] + (row - low) * (table[high * d + c] - table[low * d + c]);
  }
}
