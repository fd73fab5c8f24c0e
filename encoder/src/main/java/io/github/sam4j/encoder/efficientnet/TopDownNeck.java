package io.github.sam4j.encoder.efficientnet;

import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.parameters.StoredLayers;
import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.Convolution;
import io.github.sam4j.core.tensor.ConvolutionShape;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.FeatureMaps;
import io.github.sam4j.core.tensor.Linear;
import io.github.sam4j.core.tensor.Norm;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import java.util.Map;
import java.util.Objects;

/**
 * A neck of two levels (after Lin et al. 2017, "Feature Pyramid Networks"): the deepest map is
 * doubled and added to the one of the embedding's side, then smoothed and normalised; the two finer
 * maps are projected to the widths of the mask decoder's upscaling and left as they are.
 */
final class TopDownNeck {
  private static final float EPSILON = 1e-6f;

  private final Linear deep;
  private final Linear own;
  private final Linear middle;
  private final Linear fine;
  private final Convolution merge;
  private final Norm norm;

  TopDownNeck(Engine engine, Parameters parameters, EfficientNetConfig config) {
    StoredLayers layers = new StoredLayers(engine, parameters);
    int channels = config.channels();
    deep = lateral(layers, config, EfficientNetConfig.DEEP_STRIDE, channels);
    own = lateral(layers, config, EfficientNetConfig.STRIDE, channels);
    middle = lateral(layers, config, EfficientNetConfig.MIDDLE_STRIDE, config.middle());
    fine = lateral(layers, config, EfficientNetConfig.FINE_STRIDE, config.fine());
    merge =
        engine.convolution(
            new ConvolutionShape(channels, channels, 3, 1, 1, 1),
            layers.weight("merge", channels, channels, 3, 3),
            null);
    norm = layers.norm("norm", channels, EPSILON);
  }

  private static Linear lateral(
      StoredLayers layers, EfficientNetConfig config, int stride, int outputs) {
    return MBConv.pointwise(layers, "lateral" + stride, config.widthAt(stride), outputs);
  }

  /**
   * The maps of a picture.
   *
   * @param maps the trunk's last of each stride, each (1, side, side, width)
   */
  FeatureMaps apply(Operators ops, Map<Integer, Tensor> maps) {
    Tensor above = project(ops, maps, EfficientNetConfig.DEEP_STRIDE, deep);
    Tensor below = project(ops, maps, EfficientNetConfig.STRIDE, own);
    int half = above.dim(1);
    int channels = above.dim(3);
    // Nearest neighbours: a cell of the deep map is added to the four that it covers.
    Tensor sum =
        ops.add(
            below.reshape(half, 2, half, 2, channels), above.reshape(half, 1, half, 1, channels));
    Tensor merged = sum.reshape(1, 2 * half, 2 * half, channels);
    Tensor embedding = ops.layerNorm(ops.convolution(merged, merge, Activation.NONE), norm);
    return new FeatureMaps(
        Map.of(
            FeatureMaps.EMBEDDING,
            embedding.select(0, 0),
            FeatureMaps.HIGH_RESOLUTION_0,
            project(ops, maps, EfficientNetConfig.FINE_STRIDE, fine).select(0, 0),
            FeatureMaps.HIGH_RESOLUTION_1,
            project(ops, maps, EfficientNetConfig.MIDDLE_STRIDE, middle).select(0, 0)));
  }

  private static Tensor project(
      Operators ops, Map<Integer, Tensor> maps, int stride, Linear layer) {
    return ops.linear(level(maps, stride), layer, Activation.NONE);
  }

  private static Tensor level(Map<Integer, Tensor> maps, int stride) {
    return Objects.requireNonNull(maps.get(stride));
  }
}
