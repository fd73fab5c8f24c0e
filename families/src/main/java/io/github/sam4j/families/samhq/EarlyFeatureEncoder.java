package io.github.sam4j.families.samhq;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.FeatureMaps;
import io.github.sam4j.core.tensor.MapShape;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.decoder.hq.HqFeatures;
import io.github.sam4j.encoder.BlockListener;
import io.github.sam4j.encoder.EncoderConfig;
import io.github.sam4j.encoder.ImageEncoder;
import io.github.sam4j.encoder.tinyvit.TinyViT;
import io.github.sam4j.encoder.tinyvit.TinyVitConfig;
import io.github.sam4j.encoder.vit.ImageEncoderViT;
import io.github.sam4j.encoder.vit.VitConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An image encoder that gives the map behind one of its blocks besides the embedding. */
final class EarlyFeatureEncoder implements ImageEncoder {
  /** The stage behind which a TinyViT's map has the embedding's side, after the merge. */
  private static final int TINY_VIT_STAGE = 1;

  /** Runs the encoder. */
  @FunctionalInterface
  private interface Run {
    FeatureMaps encode(Operators ops, Tensor pixels, BlockListener listener);
  }

  private final ImageEncoder encoder;
  private final Run run;
  private final int block;
  private final MapShape early;

  private EarlyFeatureEncoder(ImageEncoder encoder, Run run, int block, int channels) {
    this.encoder = encoder;
    this.run = run;
    this.block = block;
    early = new MapShape(HqFeatures.EARLY, encoder.grid(), encoder.grid(), channels);
  }

  /**
   * SAM's, with the map behind its first block with global attention.
   *
   * @param parameters the names below {@code image_encoder.}
   * @throws WeightsFormatException if no block attends globally, a tensor is missing or has another
   *     shape
   */
  static EarlyFeatureEncoder vit(Engine engine, Parameters parameters) {
    VitConfig config = VitConfig.infer(parameters);
    List<Integer> global = config.globalBlocks();
    if (global.isEmpty()) {
      throw WeightsFormatException.file(
          parameters.source(),
          "a block of the image encoder that attends globally, whose map SAM-HQ uses",
          config.blocks().size() + " blocks that attend within windows");
    }
    ImageEncoderViT vit = new ImageEncoderViT(engine, parameters, config);
    return new EarlyFeatureEncoder(vit, vit::encode, global.get(0), config.dim());
  }

  /**
   * TinyViT, with the map behind its second stage and the merge that leads to the third.
   *
   * @param parameters the names below {@code image_encoder.}
   * @param metadata the file's, which may say the input's size
   * @throws WeightsFormatException if a tensor is missing or has another shape
   */
  static EarlyFeatureEncoder tinyVit(
      Engine engine, Parameters parameters, Map<String, String> metadata) {
    TinyVitConfig config = TinyVitConfig.infer(parameters, metadata);
    TinyViT tiny = new TinyViT(engine, parameters, config);
    int channels = config.stages().get(TINY_VIT_STAGE).dim();
    return new EarlyFeatureEncoder(tiny, tiny::encode, TINY_VIT_STAGE, channels);
  }

  @Override
  public EncoderConfig config() {
    return encoder.config();
  }

  /** V, of the early map. */
  int earlyChannels() {
    return early.channels();
  }

  @Override
  public List<MapShape> maps() {
    return List.of(encoder.maps().get(0), early);
  }

  @Override
  public FeatureMaps encode(Operators ops, Tensor pixels) {
    Tensor kept = ops.empty(early.dimensions());
    FeatureMaps image =
        run.encode(
            ops,
            pixels,
            (index, map) -> {
              if (index == block) {
                ops.copy(kept, map);
              }
            });
    Map<String, Tensor> maps = new LinkedHashMap<>(image.maps());
    maps.put(early.name(), kept);
    return new FeatureMaps(maps);
  }
}
