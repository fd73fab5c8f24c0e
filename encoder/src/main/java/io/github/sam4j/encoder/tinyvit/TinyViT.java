package io.github.sam4j.encoder.tinyvit;

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

/**
 * MobileSAM's image encoder: a stem and a stage of convolutions, three stages with attention within
 * windows, and SAM's neck (Wu et al. 2022, "TinyViT"; Zhang et al. 2023, "Faster Segment
 * Anything").
 */
public final class TinyViT implements ImageEncoder {
  private final TinyVitConfig config;
  private final PatchEmbed patchEmbed;
  private final ConvLayer convLayer;
  private final List<PatchMerging> merges;
  private final List<BasicLayer> layers;
  private final Neck neck;

  /**
   * Packs the weights for an engine.
   *
   * @param parameters the names below {@code image_encoder.}
   * @throws WeightsFormatException if a tensor is missing or not as {@code config} says
   */
  public TinyViT(Engine engine, Parameters parameters, TinyVitConfig config) {
    this.config = config;
    patchEmbed = new PatchEmbed(engine, parameters.under("patch_embed"), config);
    convLayer = new ConvLayer(engine, parameters.under("layers.0"), config.convolutions());
    List<PatchMerging> mergeList = new ArrayList<>();
    List<BasicLayer> layerList = new ArrayList<>();
    int dim = config.convolutions().dim();
    for (int i = 0; i < config.stages().size(); i++) {
      TinyVitConfig.Stage stage = config.stages().get(i);
      Parameters merge = parameters.under("layers." + i + ".downsample");
      mergeList.add(new PatchMerging(engine, merge, dim, stage.dim(), config.mergeStride(i)));
      Parameters layer = parameters.under("layers." + (i + 1));
      layerList.add(new BasicLayer(engine, layer, stage, config.side(i)));
      dim = stage.dim();
    }
    merges = List.copyOf(mergeList);
    layers = List.copyOf(layerList);
    neck = new Neck(engine, parameters.under("neck"), dim, config.channels());
  }

  @Override
  public TinyVitConfig config() {
    return config;
  }

  @Override
  public FeatureMaps encode(Operators ops, Tensor pixels) {
    return encode(ops, pixels, BlockListener.NONE);
  }

  /**
   * The embedding of one picture, and what each stage gave, after the merge that leads to the next.
   *
   * @param listener told of {@code layers.N}
   * @see #encode(Operators, Tensor)
   */
  public FeatureMaps encode(Operators ops, Tensor pixels, BlockListener listener) {
    int size = inputSize();
    ArgumentCheck.shape("pixels", new int[] {size, size, 3}, pixels);
    Tensor embedding = ops.empty(grid(), grid(), channels());
    try (Frame scratch = ops.frame()) {
      Tensor map = merged(ops, pixels.reshape(1, size, size, 3));
      listener.after(0, map.select(0, 0));
      for (int i = 0; i < layers.size(); i++) {
        map = layers.get(i).apply(ops, map);
        if (i + 1 < layers.size()) {
          map = merges.get(i + 1).apply(ops, map);
        }
        listener.after(i + 1, map.select(0, 0));
      }
      int dim = map.dim(-1);
      ops.copy(embedding, neck.apply(ops, map.reshape(grid(), grid(), dim)));
    }
    return FeatureMaps.of(embedding);
  }

  /** What the large maps lead to; the frame gives them back before attention begins. */
  private Tensor merged(Operators ops, Tensor pixels) {
    int side = config.side(0);
    Tensor first = ops.empty(1, side, side, config.stages().get(0).dim());
    try (Frame scratch = ops.frame()) {
      Tensor map = convLayer.apply(ops, patchEmbed.apply(ops, pixels));
      ops.copy(first, merges.get(0).apply(ops, map));
    }
    return first;
  }
}
