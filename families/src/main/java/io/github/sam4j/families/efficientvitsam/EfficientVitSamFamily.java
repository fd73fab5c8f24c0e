package io.github.sam4j.families.efficientvitsam;

import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.encoder.efficientvit.EfficientViT;
import io.github.sam4j.encoder.efficientvit.EfficientVitConfig;
import io.github.sam4j.families.EncoderWords;
import io.github.sam4j.families.Family;
import io.github.sam4j.families.ModelMetadata;
import io.github.sam4j.families.SamArchitecture;
import io.github.sam4j.families.SamVariant;
import io.github.sam4j.families.SegmentationModel;
import io.github.sam4j.weights.naming.NameTable;
import java.util.Optional;
import java.util.Set;

/** SAM's prompt encoder and mask decoder behind an EfficientViT of any widths and depths. */
public final class EfficientVitSamFamily implements Family {
  /** Its authors set it for all norms, those of the mask decoder's transformer among them. */
  private static final float EPSILON = 1e-6f;

  @Override
  public String id() {
    return "efficientvit-sam";
  }

  @Override
  public String title() {
    return "EfficientViT-SAM";
  }

  @Override
  public Optional<NameTable> recognise(Set<String> names) {
    return names.contains("image_encoder.backbone.stages.0.op_list.0.conv.weight")
        ? Optional.of(NameTable.unchanged())
        : Optional.empty();
  }

  @Override
  public String describe(Parameters weights, ModelMetadata metadata) {
    EfficientVitConfig config =
        EfficientVitConfig.infer(weights.under("image_encoder"), metadata.values());
    return "EfficientViT, widths %s, depths %s; input %d x %d, prompts in %d x %d, embedding %d"
        .formatted(
            EncoderWords.joined(config.stages(), EfficientVitConfig.Stage::channels),
            EncoderWords.joined(config.stages(), stage -> stage.blocks().size()),
            config.inputSize(),
            config.inputSize(),
            config.promptSize(),
            config.promptSize(),
            config.neck().channels());
  }

  @Override
  public SegmentationModel load(Engine engine, Parameters weights, ModelMetadata metadata) {
    Parameters image = weights.under("image_encoder");
    EfficientVitConfig config = EfficientVitConfig.infer(image, metadata.values());
    return new SamArchitecture(
        engine,
        new EfficientViT(engine, image, config),
        weights,
        metadata,
        new SamVariant(config.promptSize(), EPSILON));
  }
}
