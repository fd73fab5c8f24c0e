package io.github.sam4j.decoder;

import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.prompt.Naive;
import org.jspecify.annotations.Nullable;

/**
 * The mask decoder for one prompt in doubles; nothing is shared and all mask tokens are expanded.
 */
record ReferenceMaskDecoder(Parameters parameters, int channels, int heads, double epsilon) {
  ReferenceMaskDecoder(Parameters parameters, int channels, int heads) {
    this(parameters, channels, heads, 1e-5);
  }

  /**
   * One prompt's answer.
   *
   * @param masks a row of logits for each mask token
   * @param iou predicted for each mask token
   */
  record Answer(double[][] masks, double[] iou) {}

  /** Both sides of the two-way transformer. */
  record Sides(double[][] tokens, double[][] image) {}

  /**
   * What models of other families have besides.
   *
   * @param tokens before SAM's output tokens
   * @param s1 added behind the first convolution of the upscaling
   * @param s0 added behind the second
   */
  record Extras(double[][] tokens, double[][] s1, double[][] s0) {}

  Answer decode(double[][] embedding, double[][] positions, double[][] sparse, double[][] dense) {
    return decode(embedding, positions, sparse, dense, null);
  }

  Answer decode(
      double[][] embedding,
      double[][] positions,
      double[][] sparse,
      double[][] dense,
      @Nullable Extras extras) {
    double[][] maskTokens = Naive.rows(parameters.values("mask_tokens.weight"), channels);
    double[][] tokens =
        Naive.concatenate(Naive.rows(parameters.values("iou_token.weight"), channels), maskTokens);
    int before = 0;
    if (extras != null) {
      before = extras.tokens().length;
      tokens = before == 0 ? tokens : Naive.concatenate(extras.tokens(), tokens);
    }
    tokens = Naive.concatenate(tokens, sparse);
    Sides sides = transform(tokens, Naive.add(embedding, dense), positions);

    Parameters up = parameters.under("output_upscaling");
    double[][] x = Naive.spread(sides.image(), up.values("0.weight"), up.values("0.bias"));
    x = extras == null ? x : Naive.add(x, extras.s1());
    x = Naive.gelu(Naive.layerNorm(x, up.values("1.weight"), up.values("1.bias"), 1e-6));
    x = Naive.spread(x, up.values("3.weight"), up.values("3.bias"));
    x = Naive.gelu(extras == null ? x : Naive.add(x, extras.s0()));

    double[][] masks = new double[maskTokens.length][x.length];
    for (int k = 0; k < masks.length; k++) {
      double[][] token = {sides.tokens()[before + 1 + k]};
      double[] filter = mlp(token, parameters.under("output_hypernetworks_mlps." + k))[0];
      for (int i = 0; i < x.length; i++) {
        for (int c = 0; c < filter.length; c++) {
          masks[k][i] += filter[c] * x[i][c];
        }
      }
    }
    double[][] iouToken = {sides.tokens()[before]};
    return new Answer(masks, mlp(iouToken, parameters.under("iou_prediction_head"))[0]);
  }

  Sides transform(double[][] tokens, double[][] image, double[][] positions) {
    Parameters all = parameters.under("transformer");
    double[][] queries = tokens;
    double[][] keys = image;
    for (int i = 0; all.has("layers." + i + ".norm1.weight"); i++) {
      Parameters layer = all.under("layers." + i);
      if (i == 0) {
        queries = attention(layer.under("self_attn"), queries, queries, queries);
      } else {
        double[][] placed = Naive.add(queries, tokens);
        queries = Naive.add(queries, attention(layer.under("self_attn"), placed, placed, queries));
      }
      queries = norm(layer, "norm1", queries);
      double[][] placedKeys = Naive.add(keys, positions);
      queries =
          Naive.add(
              queries,
              attention(
                  layer.under("cross_attn_token_to_image"),
                  Naive.add(queries, tokens),
                  placedKeys,
                  keys));
      queries = norm(layer, "norm2", queries);
      double[][] hidden = Naive.relu(linear(layer, "mlp.lin1", queries));
      queries = norm(layer, "norm3", Naive.add(queries, linear(layer, "mlp.lin2", hidden)));
      keys =
          Naive.add(
              keys,
              attention(
                  layer.under("cross_attn_image_to_token"),
                  placedKeys,
                  Naive.add(queries, tokens),
                  queries));
      keys = norm(layer, "norm4", keys);
    }
    queries =
        Naive.add(
            queries,
            attention(
                all.under("final_attn_token_to_image"),
                Naive.add(queries, tokens),
                Naive.add(keys, positions),
                keys));
    return new Sides(norm(all, "norm_final_attn", queries), keys);
  }

  private double[][] attention(Parameters p, double[][] q, double[][] k, double[][] v) {
    double[][] mixed =
        Naive.attention(
            linear(p, "q_proj", q), linear(p, "k_proj", k), linear(p, "v_proj", v), heads);
    return linear(p, "out_proj", mixed);
  }

  static double[][] mlp(double[][] x, Parameters p) {
    double[][] y = linear(p, "layers.0", x);
    for (int i = 1; p.has("layers." + i + ".weight"); i++) {
      y = linear(p, "layers." + i, Naive.relu(y));
    }
    return y;
  }

  private static double[][] linear(Parameters p, String name, double[][] x) {
    return Naive.linear(x, p.values(name + ".weight"), p.values(name + ".bias"));
  }

  private double[][] norm(Parameters p, String name, double[][] x) {
    return Naive.layerNorm(x, p.values(name + ".weight"), p.values(name + ".bias"), epsilon);
  }
}
