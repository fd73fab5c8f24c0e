package io.github.sam4j.families.edgesam;

import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.encoder.repvit.RepViT;
import io.github.sam4j.encoder.repvit.RepViTConfig;
import io.github.sam4j.families.EncoderWords;
import io.github.sam4j.families.Family;
import io.github.sam4j.families.ModelMetadata;
import io.github.sam4j.families.SamArchitecture;
import io.github.sam4j.families.SegmentationModel;
import io.github.sam4j.weights.naming.NameTable;
import java.util.Optional;
import java.util.Set;

/**
 * SAM's prompt encoder and mask decoder behind a RepViT whose last two stages are fused, at any
 * size. Its predicted IoU was not distilled: its authors' exported models rank masks by their
 * stability ({@link io.github.sam4j.prompt.MaskOrder#stability()}), its predictor by predicted IoU
 * unless it is told otherwise, and so does the library. What its detector variant has besides (a
 * feature pyramid, a region proposal head) lies outside the model and is not run.
 */
public final class EdgeSamFamily implements Family {
  @Override
  public String id() {
    return "edge-sam";
  }

  @Override
  public String title() {
    return "EdgeSAM";
  }

  @Override
  public Optional<NameTable> recognise(Set<String> names) {
    return names.contains("image_encoder.features.0.0.c.weight")
            && names.contains("image_encoder.fuse_stage2.weight")
        ? Optional.of(NameTable.unchanged())
        : Optional.empty();
  }

  @Override
  public String describe(Parameters weights, ModelMetadata metadata) {
    return EncoderWords.of(RepViTConfig.infer(weights.under("image_encoder"), metadata.values()));
  }

  @Override
  public SegmentationModel load(Engine engine, Parameters weights, ModelMetadata metadata) {
    Parameters image = weights.under("image_encoder");
    RepViTConfig config = RepViTConfig.infer(image, metadata.values());
    return new SamArchitecture(engine, new RepViT(engine, image, config), weights, metadata);
  }
}
