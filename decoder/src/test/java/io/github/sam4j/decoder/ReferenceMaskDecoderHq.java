package io.github.sam4j.decoder;

import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.prompt.Naive;

/**
 * SAM-HQ's mask decoder for one prompt in doubles; every convolution is computed as it is drawn.
 */
record ReferenceMaskDecoderHq(Parameters parameters, int channels, int heads) {
  /**
   * One prompt's answer.
   *
   * @param masks a row of logits for each of SAM's mask tokens
   * @param hq logits of the HQ token
   * @param iou predicted for each of SAM's mask tokens
   */
  record Answer(double[][] masks, double[] hq, double[] iou) {
    double[] sum(int mask) {
      double[] sum = hq.clone();
      for (int i = 0; i < sum.length; i++) {
        sum[i] += masks[mask][i];
      }
      return sum;
    }

    int best() {
      int best = 1;
      for (int k = 2; k < iou.length; k++) {
        best = iou[k] > iou[best] ? k : best;
      }
      return best;
    }
  }

  Answer decode(
      double[][] embedding,
      double[][] early,
      double[][] positions,
      double[][] sparse,
      double[][] dense) {
    double[][] maskTokens = rows("mask_tokens.weight");
    int masks = maskTokens.length;
    double[][] tokens = Naive.concatenate(rows("iou_token.weight"), maskTokens);
    tokens = Naive.concatenate(tokens, rows("hf_token.weight"));
    tokens = Naive.concatenate(tokens, sparse);
    ReferenceMaskDecoder.Sides sides =
        new ReferenceMaskDecoder(parameters, channels, heads)
            .transform(tokens, Naive.add(embedding, dense), positions);
    double[][] upscaled = Naive.gelu(upscale("output_upscaling", sides.image()));
    double[][] fine = Naive.add(convolved(upscaled), features(embedding, early));
    double[][] logits = new double[masks][];
    for (int k = 0; k < masks; k++) {
      logits[k] = product("output_hypernetworks_mlps." + k, sides.tokens()[1 + k], upscaled);
    }
    double[] hq = product("hf_mlp", sides.tokens()[1 + masks], fine);
    double[][] iouToken = {sides.tokens()[0]};
    return new Answer(
        logits, hq, ReferenceMaskDecoder.mlp(iouToken, parameters.under("iou_prediction_head"))[0]);
  }

  double[][] features(double[][] embedding, double[][] early) {
    return Naive.add(upscale("embedding_encoder", embedding), upscale("compress_vit_feat", early));
  }

  private double[][] rows(String name) {
    return Naive.rows(parameters.values(name), channels);
  }

  private double[] product(String mlp, double[] token, double[][] map) {
    double[] filter = ReferenceMaskDecoder.mlp(new double[][] {token}, parameters.under(mlp))[0];
    double[] logits = new double[map.length];
    for (int i = 0; i < map.length; i++) {
      for (int c = 0; c < filter.length; c++) {
        logits[i] += filter[c] * map[i][c];
      }
    }
    return logits;
  }

  private double[][] upscale(String name, double[][] map) {
    Parameters up = parameters.under(name);
    double[][] x = Naive.spread(map, up.values("0.weight"), up.values("0.bias"));
    x = Naive.gelu(Naive.layerNorm(x, up.values("1.weight"), up.values("1.bias"), 1e-6));
    return Naive.spread(x, up.values("3.weight"), up.values("3.bias"));
  }

  private double[][] convolved(double[][] map) {
    Parameters p = parameters.under("embedding_maskfeature");
    double[][] x = convolution(map, p.values("0.weight"), p.values("0.bias"));
    x = Naive.gelu(Naive.layerNorm(x, p.values("1.weight"), p.values("1.bias"), 1e-6));
    return convolution(x, p.values("3.weight"), p.values("3.bias"));
  }

  /** 3 x 3 on a square map of rows, with zeros around it. */
  private static double[][] convolution(double[][] map, float[] weight, float[] bias) {
    int side = (int) Math.sqrt(map.length);
    int inputs = map[0].length;
    double[][] y = new double[map.length][bias.length];
    for (int at = 0; at < map.length; at++) {
      for (int o = 0; o < bias.length; o++) {
        y[at][o] = bias[o];
        for (int place = 0; place < 9; place++) {
          int row = at / side + place / 3 - 1;
          int column = at % side + place % 3 - 1;
          boolean inside = row >= 0 && row < side && column >= 0 && column < side;
          for (int c = 0; inside && c < inputs; c++) {
            y[at][o] += map[row * side + column][c] * weight[(o * inputs + c) * 9 + place];
          }
        }
      }
    }
    return y;
  }
}
