package io.github.sam4j.encoder.efficientvit;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.parameters.StoredLayers;
import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.ArgumentCheck;
import io.github.sam4j.core.tensor.Convolution;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.FeatureMaps;
import io.github.sam4j.core.tensor.Frame;
import io.github.sam4j.core.tensor.Norm;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.encoder.BlockListener;
import io.github.sam4j.encoder.ImageEncoder;
import java.util.ArrayList;
import java.util.List;

/**
 * EfficientViT-SAM's image encoder: stages of convolutions, the last of them with linear attention,
 * and a neck (Cai et al. 2023, "EfficientViT: Multi-Scale Linear Attention for High-Resolution
 * Dense Prediction"; Zhang et al. 2024, "EfficientViT-SAM").
 */
public final class EfficientViT implements ImageEncoder {
  private final EfficientVitConfig config;
  private final Convolution stem;
  private final List<OpSequential> stages;
  private final SamNeck neck;
  private final Norm norm;

  /**
   * Packs the weights for an engine.
   *
   * @param parameters the names below {@code image_encoder.}
   * @throws WeightsFormatException if a tensor is missing or not as {@code config} says
   */
  public EfficientViT(Engine engine, Parameters parameters, EfficientVitConfig config) {
    this.config = config;
    Parameters backbone = parameters.under("backbone.stages");
    stem =
        ConvLayer.normed(
                backbone.under("0.op_list.0"),
                ConvLayer.full(3, config.stages().get(0).channels(), 2))
            .pack(engine);
    List<OpSequential> list = new ArrayList<>();
    for (EfficientVitConfig.Stage stage : config.stages()) {
      // The stem is the first stage's number 0.
      int first = list.isEmpty() ? 1 : 0;
      Parameters own = backbone.under(list.size() + ".op_list");
      list.add(new OpSequential(engine, own, stage.blocks(), first));
    }
    stages = List.copyOf(list);
    neck = new SamNeck(engine, parameters.under("neck"), config);
    norm =
        new StoredLayers(engine, parameters)
            .norm("norm", config.neck().channels(), ConvLayer.EPSILON);
  }

  @Override
  public EfficientVitConfig config() {
    return config;
  }

  @Override
  public FeatureMaps encode(Operators ops, Tensor pixels) {
    return encode(ops, pixels, BlockListener.NONE);
  }

  /**
   * The embedding of one picture, and what each stage gave.
   *
   * @param listener told of {@code backbone.stages.N}
   * @see #encode(Operators, Tensor)
   */
  public FeatureMaps encode(Operators ops, Tensor pixels, BlockListener listener) {
    int size = inputSize();
    ArgumentCheck.shape("pixels", new int[] {size, size, 3}, pixels);
    Tensor embedding = ops.empty(grid(), grid(), channels());
    try (Frame scratch = ops.frame()) {
      List<Tensor> last = new ArrayList<>();
      Tensor map = pixels.reshape(1, size, size, 3);
      for (int i = 0; i < stages.size(); i++) {
        map = stage(ops, i, map);
        listener.after(i, map.select(0, 0));
        if (i >= stages.size() - EfficientVitConfig.LEVELS) {
          last.add(0, map);
        }
      }
      ops.copy(embedding, ops.layerNorm(neck.apply(ops, last), norm).select(0, 0));
    }
    return FeatureMaps.of(embedding);
  }

  /** A stage's map; what its blocks had between them is free again. */
  private Tensor stage(Operators ops, int number, Tensor x) {
    int side = config.side(number);
    Tensor map = ops.empty(1, side, side, config.stages().get(number).channels());
    try (Frame scratch = ops.frame()) {
      Tensor first = number == 0 ? ops.convolution(x, stem, Activation.GELU_TANH) : x;
      ops.copy(map, stages.get(number).apply(ops, first));
    }
    return map;
  }
}
