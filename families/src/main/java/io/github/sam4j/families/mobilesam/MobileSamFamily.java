package io.github.sam4j.families.mobilesam;

import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.encoder.tinyvit.TinyViT;
import io.github.sam4j.encoder.tinyvit.TinyVitConfig;
import io.github.sam4j.families.EncoderWords;
import io.github.sam4j.families.Family;
import io.github.sam4j.families.ModelMetadata;
import io.github.sam4j.families.SamArchitecture;
import io.github.sam4j.families.SegmentationModel;
import io.github.sam4j.weights.naming.NameTable;
import java.util.Optional;
import java.util.Set;

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
    return EncoderWords.of(TinyVitConfig.infer(weights.under("image_encoder"), metadata.values()));
  }

  @Override
  public SegmentationModel load(Engine engine, Parameters weights, ModelMetadata metadata) {
    Parameters image = weights.under("image_encoder");
    TinyVitConfig config = TinyVitConfig.infer(image, metadata.values());
    return new SamArchitecture(engine, new TinyViT(engine, image, config), weights, metadata);
  }
}
