package io.github.sam4j.encoder.efficientvit;

import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.Convolution;
import io.github.sam4j.core.tensor.ConvolutionShape;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.Linear;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.encoder.FoldedConvolution;

/**
 * Multi-scale linear attention (Cai et al. 2023, "EfficientViT", section 3.1): queries, keys and
 * values attend as they are, and once more after each was averaged with its neighbours by learned
 * weights.
 */
final class LiteMLA {
  private final int headWidth;
  private final Linear qkv;
  private final Convolution filters;
  private final Convolution mixing;
  private final Linear proj;
  private final Linear aggregateProj;

  LiteMLA(Engine engine, Parameters parameters, BlockConfig.Attention config) {
    headWidth = config.headWidth();
    int channels = config.outputs();
    int width = config.width();
    int all = 3 * width;
    qkv =
        engine.linear(
            channels, all, parameters.values("qkv.conv.weight", all, channels, 1, 1), null);
    int kernel = config.kernel();
    filters =
        engine.convolution(
            new ConvolutionShape(all, all, kernel, 1, kernel / 2, all),
            parameters.values("aggreg.0.0.weight", all, 1, kernel, kernel),
            null);
    mixing =
        engine.convolution(
            new ConvolutionShape(all, all, 1, 1, 0, all / headWidth),
            parameters.values("aggreg.0.1.weight", all, headWidth, 1, 1),
            null);
    // The two scales' results side by side times one matrix are the sum of two products.
    FoldedConvolution both =
        ConvLayer.normed(parameters.under("proj"), ConvLayer.pointwise(2 * width, channels));
    proj = engine.linear(width, channels, columns(both, 0, width), both.bias());
    aggregateProj = engine.linear(width, channels, columns(both, width, width), null);
  }

  /** Some columns of the weights. */
  private static float[] columns(FoldedConvolution layer, int first, int count) {
    int outputs = layer.shape().outputs();
    int inputs = layer.shape().inputs();
    float[] columns = new float[outputs * count];
    for (int o = 0; o < outputs; o++) {
      System.arraycopy(layer.weight(), o * inputs + first, columns, o * count, count);
    }
    return columns;
  }

  /**
   * x += attention(x).
   *
   * @param x (1, side, side, channels)
   */
  void addTo(Operators ops, Tensor x) {
    Tensor own = ops.linear(x, qkv, Activation.NONE);
    Tensor filtered = ops.convolution(own, filters, Activation.NONE);
    Tensor aggregate = ops.convolution(filtered, mixing, Activation.NONE);
    Tensor cells = x.reshape(x.dim(1) * x.dim(2), x.dim(3));
    ops.addLinearTo(cells, attended(ops, own), proj);
    ops.addLinearTo(cells, attended(ops, aggregate), aggregateProj);
  }

  private Tensor attended(Operators ops, Tensor map) {
    int cells = map.dim(1) * map.dim(2);
    return ops.reluLinearAttention(map.reshape(cells, map.dim(3)), headWidth);
  }
}
