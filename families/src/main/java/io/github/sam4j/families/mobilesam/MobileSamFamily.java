package io.github.sam4j.families.mobilesam;

import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.encoder.tinyvit.TinyViT;
import io.github.sam4j.encoder.tinyvit.TinyVitConfig;
import io.github.sam4j.families.Family;
import io.github.sam4j.families.ModelMetadata;
import io.github.sam4j.families.SamArchitecture;
import io.github.sam4j.families.SegmentationModel;
import io.github.sam4j.weights.naming.NameTable;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** SAM's prompt encoder and mask decoder behind a TinyViT, at any size. */
public final class MobileSamFamily implements Family {
  @Override
  public String id() {
    return "mobile-sam";
  }

  @Override
  public String title() {
    return "MobileSAM";
  }

  @Override
  public Optional<NameTable> recognise(Set<String> names) {
    boolean tiny =
        names.stream().anyMatch(name -> name.startsWith("image_encoder.patch_embed.seq."));
    boolean other = names.stream().anyMatch(name -> name.startsWith("mask_decoder.hf_token."));
    return tiny && !other ? Optional.of(NameTable.unchanged()) : Optional.empty();
  }

  /** TinyViT's classifier is in the published file and classifies nothing here. */
  @Override
  public boolean belongsToModel(String name) {
    boolean classifier =
        name.startsWith("image_encoder.norm_head.") || name.startsWith("image_encoder.head.");
    return !classifier
        && !name.endsWith(".attention_bias_idxs")
        && Family.super.belongsToModel(name);
  }

  @Override
  public String describe(Parameters weights, ModelMetadata metadata) {
    TinyVitConfig config = TinyVitConfig.infer(weights.under("image_encoder"), metadata.values());
    List<TinyVitConfig.Stage> stages = config.stages();
    return "TinyViT, widths %d/%s, depths %d/%s, windows %s; input %d x %d, embedding %d"
        .formatted(
            config.convolutions().dim(),
            joined(stages, TinyVitConfig.Stage::dim),
            config.convolutions().depth(),
            joined(stages, TinyVitConfig.Stage::depth),
            joined(stages, TinyVitConfig.Stage::window),
            config.inputSize(),
            config.inputSize(),
            config.channels());
  }

  private static String joined(
      List<TinyVitConfig.Stage> stages, Function<TinyVitConfig.Stage, Integer> size) {
    return stages.stream().map(size).map(String::valueOf).collect(Collectors.joining("/"));
  }

  @Override
  public SegmentationModel load(Engine engine, Parameters weights, ModelMetadata metadata) {
    Parameters image = weights.under("image_encoder");
    TinyVitConfig config = TinyVitConfig.infer(image, metadata.values());
    return new SamArchitecture(engine, new TinyViT(engine, image, config), weights, metadata);
  }
}
