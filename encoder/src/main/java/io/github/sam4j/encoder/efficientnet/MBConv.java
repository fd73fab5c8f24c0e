package io.github.sam4j.encoder.efficientnet;

import io.github.sam4j.core.parameters.StoredLayers;
import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.ConvolutionShape;
import io.github.sam4j.core.tensor.InvertedBottleneck;
import io.github.sam4j.core.tensor.Linear;

/** Loads EfficientNet-Lite's inverted bottlenecks: ReLU6, no squeeze and excitation. */
final class MBConv {
  private MBConv() {}

  /** Packs a block. */
  static InvertedBottleneck load(StoredLayers layers, BlockConfig config) {
    int hidden = config.hidden();
    ConvolutionShape filters =
        new ConvolutionShape(
            hidden, hidden, config.kernel(), config.stride(), config.kernel() / 2, hidden);
    return new InvertedBottleneck(
        config.widens() ? pointwise(layers, "expand", config.inputs(), hidden) : null,
        layers.convolution("depthwise", filters),
        pointwise(layers, "project", hidden, config.outputs()),
        Activation.RELU6,
        config.residual());
  }

  /** A 1 x 1 convolution with bias, which on a channels-last map is a fully connected layer. */
  static Linear pointwise(StoredLayers layers, String name, int inputs, int outputs) {
    return layers
        .engine()
        .linear(
            inputs,
            outputs,
            layers.weight(name, outputs, inputs, 1, 1),
            layers.bias(name, outputs));
  }
}
