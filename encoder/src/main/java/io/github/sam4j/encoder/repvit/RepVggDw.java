package io.github.sam4j.encoder.repvit;

import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.tensor.ConvolutionShape;
import io.github.sam4j.encoder.FoldedConvolution;

/**
 * The token mixer's three branches, a depthwise 3 x 3 convolution, a depthwise 1 x 1 convolution
 * and the map itself, re-parameterised as one depthwise 3 x 3 convolution (Ding et al. 2021,
 * "RepVGG").
 */
final class RepVggDw {
  private static final int KERNEL = 3;
  private static final int CENTRE = KERNEL * KERNEL / 2;

  private RepVggDw() {}

  /**
   * Folds the branches. Published are two forms: each convolution has a batch norm (EdgeSAM), or
   * the 1 x 1 has a bias and the sum of the branches a batch norm (RepViT-SAM).
   *
   * @param parameters the names below {@code token_mixer.0.}
   */
  static FoldedConvolution fold(Parameters parameters, int channels) {
    ConvolutionShape full = new ConvolutionShape(channels, channels, KERNEL, 1, 1, channels);
    ConvolutionShape point = new ConvolutionShape(channels, channels, 1, 1, 0, channels);
    FoldedConvolution wide = FoldedConvolution.fold(parameters.under("conv"), full);
    if (parameters.has("conv1.c.weight")) {
      return sum(wide, FoldedConvolution.fold(parameters.under("conv1"), point));
    }
    FoldedConvolution narrow =
        new FoldedConvolution(
            point,
            parameters.values("conv1.weight", channels, 1, 1, 1),
            parameters.values("conv1.bias", channels));
    return sum(wide, narrow).normalised(parameters.under("bn"), FoldedConvolution.EPSILON);
  }

  /** wide(x) + narrow(x) + x as one convolution; the arithmetic is double. */
  static FoldedConvolution sum(FoldedConvolution wide, FoldedConvolution narrow) {
    float[] weight = wide.weight().clone();
    float[] bias = wide.bias().clone();
    for (int c = 0; c < bias.length; c++) {
      int at = c * KERNEL * KERNEL + CENTRE;
      weight[at] = (float) ((double) weight[at] + narrow.weight()[c] + 1);
      bias[c] = (float) ((double) bias[c] + narrow.bias()[c]);
    }
    return new FoldedConvolution(wide.shape(), weight, bias);
  }
}
