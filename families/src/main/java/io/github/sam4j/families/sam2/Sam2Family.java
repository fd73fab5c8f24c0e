package io.github.sam4j.families.sam2;

import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.encoder.hiera.HieraConfig;
import io.github.sam4j.families.EncoderWords;
import io.github.sam4j.families.Family;
import io.github.sam4j.families.ModelMetadata;
import io.github.sam4j.families.SegmentationModel;
import io.github.sam4j.weights.naming.NameTable;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * SAM 2.1 and 2.0, tiny to large, and what is fine-tuned from them, as their authors save them or
 * as transformers' {@code Sam2Model} and {@code Sam2VideoModel}.
 */
public final class Sam2Family implements Family {
  /** Added to the embedding of a picture that follows no other. */
  static final String NO_MEMORY = "no_mem_embed";

  @Override
  public String id() {
    return "sam2";
  }

  @Override
  public String title() {
    return "SAM 2";
  }

  @Override
  public Optional<NameTable> recognise(Set<String> names) {
    if (names.contains("vision_encoder.backbone.pos_embed_window")) {
      return Optional.of(Sam2Names::fromHuggingFace);
    }
    return names.contains("image_encoder.trunk.pos_embed_window")
        ? Optional.of(Sam2Names::fromOriginal)
        : Optional.empty();
  }

  /** The finer features and what is added to the embedding belong to it as well. */
  @Override
  public boolean shapesEmbedding(String name) {
    return Family.super.shapesEmbedding(name)
        || name.startsWith("mask_decoder.conv_s")
        || name.equals(NO_MEMORY);
  }

  @Override
  public String describe(Parameters weights, ModelMetadata metadata) {
    HieraConfig config = HieraConfig.infer(weights.under("image_encoder"), metadata.config());
    return "%s, Hiera with widths %s, depths %s, heads %s, windows %s, global blocks %s; input %d x %d, embedding %d"
        .formatted(
            weights.has("no_obj_embed_spatial")
                    || weights.has("occlusion_spatial_embedding_parameter")
                ? "2.1"
                : "2.0, or a part for pictures alone",
            EncoderWords.joined(config.stages(), HieraConfig.Stage::dim),
            EncoderWords.joined(config.stages(), HieraConfig.Stage::depth),
            EncoderWords.joined(config.stages(), HieraConfig.Stage::heads),
            EncoderWords.joined(config.stages(), HieraConfig.Stage::window),
            new TreeSet<>(config.globalBlocks()),
            config.inputSize(),
            config.inputSize(),
            config.channels());
  }

  @Override
  public SegmentationModel load(Engine engine, Parameters weights, ModelMetadata metadata) {
    return new Sam2Model(engine, new JoinedPointEmbeddings(weights), metadata);
  }
}
