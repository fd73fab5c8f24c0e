package io.github.sam4j.encoder.efficientnet;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.parameters.StoredLayers;
import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.ArgumentCheck;
import io.github.sam4j.core.tensor.Convolution;
import io.github.sam4j.core.tensor.ConvolutionShape;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.FeatureMaps;
import io.github.sam4j.core.tensor.Frame;
import io.github.sam4j.core.tensor.InvertedBottleneck;
import io.github.sam4j.core.tensor.MapShape;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.encoder.ImageEncoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * sam4j-2's image encoder: EfficientNet-Lite's trunk (Tan and Le 2019, "EfficientNet"; Google's
 * Lite variant of 2020), whose batch norms are folded into its convolutions, and a neck that makes
 * an embedding of stride 16 and finer features of strides 8 and 4.
 */
public final class EfficientNet implements ImageEncoder {
  private final EfficientNetConfig config;
  private final Convolution stem;
  private final List<InvertedBottleneck> blocks;
  private final TopDownNeck neck;

  /**
   * Packs the weights for an engine.
   *
   * @param parameters the names below {@code image_encoder.}
   * @throws WeightsFormatException if a tensor is missing or not as {@code config} says
   */
  public EfficientNet(Engine engine, Parameters parameters, EfficientNetConfig config) {
    this.config = config;
    StoredLayers layers = new StoredLayers(engine, parameters);
    stem = layers.convolution("stem", new ConvolutionShape(3, config.stem(), 3, 2, 1, 1));
    List<InvertedBottleneck> list = new ArrayList<>();
    for (BlockConfig block : config.blocks()) {
      list.add(MBConv.load(layers.under("blocks." + list.size()), block));
    }
    blocks = List.copyOf(list);
    neck = new TopDownNeck(engine, parameters, config);
  }

  @Override
  public EfficientNetConfig config() {
    return config;
  }

  @Override
  public List<MapShape> maps() {
    int grid = grid();
    return List.of(
        new MapShape(FeatureMaps.EMBEDDING, grid, grid, channels()),
        new MapShape(FeatureMaps.HIGH_RESOLUTION_0, 4 * grid, 4 * grid, config.fine()),
        new MapShape(FeatureMaps.HIGH_RESOLUTION_1, 2 * grid, 2 * grid, config.middle()));
  }

  @Override
  public FeatureMaps encode(Operators ops, Tensor pixels) {
    int size = inputSize();
    ArgumentCheck.shape("pixels", new int[] {size, size, 3}, pixels);
    Map<String, Tensor> result = new LinkedHashMap<>();
    maps().forEach(map -> result.put(map.name(), ops.empty(map.dimensions())));
    try (Frame scratch = ops.frame()) {
      FeatureMaps made = neck.apply(ops, levels(ops, pixels.reshape(1, size, size, 3)));
      result.forEach((name, target) -> ops.copy(target, made.map(name)));
    }
    return new FeatureMaps(result);
  }

  /** The trunk's last map of each stride. */
  private Map<Integer, Tensor> levels(Operators ops, Tensor pixels) {
    Map<Integer, Tensor> levels = new LinkedHashMap<>();
    int side = pixels.dim(1);
    Tensor map = ops.convolution(pixels, stem, Activation.RELU6);
    for (InvertedBottleneck block : blocks) {
      map = ops.invertedBottleneck(map, block);
      levels.put(side / map.dim(1), map);
    }
    return levels;
  }
}
