package io.github.sam4j.encoder.repvit;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.tensor.ArgumentCheck;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.FeatureMaps;
import io.github.sam4j.core.tensor.Frame;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.encoder.BlockListener;
import io.github.sam4j.encoder.ImageEncoder;
import io.github.sam4j.encoder.Neck;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The image encoder of EdgeSAM and RepViT-SAM: a stem, four stages of convolutions whose branches
 * are folded into one when they are loaded, where the model has it a fusion of the last two stages'
 * maps, and SAM's neck (Wang et al. 2024, "RepViT: Revisiting Mobile CNN From ViT Perspective").
 */
public final class RepViT implements ImageEncoder {
  private final RepViTConfig config;
  private final Stem stem;
  private final List<RepViTStage> stages;
  private final @Nullable StageFusion fusion;
  private final Neck neck;

  /**
   * Packs the weights for an engine.
   *
   * @param parameters the names below {@code image_encoder.}
   * @throws WeightsFormatException if a tensor is missing or not as {@code config} says
   */
  public RepViT(Engine engine, Parameters parameters, RepViTConfig config) {
    this.config = config;
    Parameters features = parameters.under("features");
    stem = new Stem(engine, features.under("0"), config);
    List<RepViTStage> list = new ArrayList<>();
    int block = 1;
    for (RepViTConfig.Stage stage : config.stages()) {
      list.add(new RepViTStage(engine, features, config, list.size(), block));
      block += stage.blocks().size();
    }
    stages = List.copyOf(list);
    fusion = config.fused() > 0 ? new StageFusion(engine, parameters, config) : null;
    neck = new Neck(engine, parameters.under("neck"), config.neckInputs(), config.channels());
  }

  @Override
  public RepViTConfig config() {
    return config;
  }

  @Override
  public FeatureMaps encode(Operators ops, Tensor pixels) {
    return encode(ops, pixels, BlockListener.NONE);
  }

  /**
   * The embedding of one picture, and what each stage gave.
   *
   * @param listener told of the stages, from 0
   * @see #encode(Operators, Tensor)
   */
  public FeatureMaps encode(Operators ops, Tensor pixels, BlockListener listener) {
    int size = inputSize();
    ArgumentCheck.shape("pixels", new int[] {size, size, 3}, pixels);
    Tensor embedding = ops.empty(grid(), grid(), channels());
    try (Frame scratch = ops.frame()) {
      Tensor before = pixels.reshape(1, size, size, 3);
      Tensor map = before;
      for (int i = 0; i < stages.size(); i++) {
        before = map;
        map = stage(ops, i, map);
        listener.after(i, map.select(0, 0));
      }
      Tensor last = map.select(0, 0);
      Tensor whole = fusion == null ? last : fusion.apply(ops, before.select(0, 0), last);
      ops.copy(embedding, neck.apply(ops, whole));
    }
    return FeatureMaps.of(embedding);
  }

  /** A stage's map alone; the frame gives back what led to it, the stem's maps among it. */
  private Tensor stage(Operators ops, int number, Tensor before) {
    int side = config.side(number);
    Tensor result = ops.empty(1, side, side, config.width(number));
    try (Frame scratch = ops.frame()) {
      Tensor map = number == 0 ? stem.apply(ops, before) : before;
      ops.copy(result, stages.get(number).apply(ops, map));
    }
    return result;
  }
}
