package io.github.sam4j.prompt;

import io.github.sam4j.core.geometry.Box;
import io.github.sam4j.core.mask.LowResolutionLogits;
import io.github.sam4j.core.parameters.Parameters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The prompt encoder for one prompt in doubles. */
public record ReferencePromptEncoder(Parameters parameters, int inputSize, int grid) {
  /** One encoded place; x and y are parts of the width and the height. */
  double[] position(double x, double y) {
    float[] gaussian = parameters.values("pe_layer.positional_encoding_gaussian_matrix");
    int features = gaussian.length / 2;
    double[] encoded = new double[2 * features];
    for (int i = 0; i < features; i++) {
      double angle =
          2 * Math.PI * ((2 * x - 1) * gaussian[i] + (2 * y - 1) * gaussian[features + i]);
      encoded[i] = Math.sin(angle);
      encoded[features + i] = Math.cos(angle);
    }
    return encoded;
  }

  /** All cells' encodings. */
  public double[][] densePositions() {
    double[][] all = new double[grid * grid][];
    for (int i = 0; i < all.length; i++) {
      int row = i / grid;
      int column = i % grid;
      all[i] = position((column + 0.5) / grid, (row + 0.5) / grid);
    }
    return all;
  }

  private double[] labelled(double x, double y, int label) {
    double[] encoded = position((x + 0.5) / inputSize, (y + 0.5) / inputSize);
    float[] embedding = parameters.values("point_embeddings." + label + ".weight");
    for (int i = 0; i < encoded.length; i++) {
      encoded[i] += embedding[i];
    }
    return encoded;
  }

  /** The tokens of one prompt. */
  public double[][] sparse(SpatialPrompt prompt) {
    List<double[]> tokens = new ArrayList<>();
    for (LabelledPoint point : prompt.points()) {
      tokens.add(labelled(point.place().x(), point.place().y(), point.foreground() ? 1 : 0));
    }
    Box box = prompt.box();
    if (box != null) {
      tokens.add(labelled(box.x0(), box.y0(), 2));
      tokens.add(labelled(box.x1(), box.y1(), 3));
    } else if (!tokens.isEmpty()) {
      float[] padding = parameters.values("not_a_point_embed.weight");
      tokens.add(Naive.rows(padding, padding.length)[0]);
    }
    return tokens.toArray(double[][]::new);
  }

  /** The embedding of each cell: of the mask, or what stands for none. */
  public double[][] dense(SpatialPrompt prompt) {
    LowResolutionLogits mask = prompt.mask();
    if (mask == null) {
      float[] none = parameters.values("no_mask_embed.weight");
      double[][] all = new double[grid * grid][];
      Arrays.fill(all, Naive.rows(none, none.length)[0]);
      return all;
    }
    Parameters down = parameters.under("mask_downscaling");
    double[][] x = Naive.rows(mask.values(), 1);
    x = Naive.patches(x, down.values("0.weight"), down.values("0.bias"), 2);
    x = Naive.gelu(Naive.layerNorm(x, down.values("1.weight"), down.values("1.bias"), 1e-6));
    x = Naive.patches(x, down.values("3.weight"), down.values("3.bias"), 2);
    x = Naive.gelu(Naive.layerNorm(x, down.values("4.weight"), down.values("4.bias"), 1e-6));
    return Naive.linear(x, down.values("6.weight"), down.values("6.bias"));
  }
}
