package io.github.sam4j.families.sam4j;

import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.encoder.efficientnet.EfficientNet;
import io.github.sam4j.encoder.efficientnet.EfficientNetConfig;
import io.github.sam4j.families.Family;
import io.github.sam4j.families.ModelMetadata;
import io.github.sam4j.families.SamArchitecture;
import io.github.sam4j.families.SegmentationModel;
import io.github.sam4j.weights.naming.NameTable;
import java.util.Optional;
import java.util.Set;

/**
 * sam4j-2 and what is trained or fine-tuned from it, at any size: an EfficientNet, SAM's prompt
 * encoder, and SAM's mask decoder with finer features added in its upscaling, as SAM 2's has them.
 */
public final class Sam4jFamily implements Family {
  @Override
  public String id() {
    return "sam4j";
  }

  @Override
  public String title() {
    return "sam4j";
  }

  @Override
  public Optional<NameTable> recognise(Set<String> names) {
    boolean own =
        names.contains("image_encoder.blocks.0.depthwise.weight")
            && names.contains("image_encoder.lateral32.weight");
    return own ? Optional.of(NameTable.unchanged()) : Optional.empty();
  }

  @Override
  public String describe(Parameters weights, ModelMetadata metadata) {
    EfficientNetConfig config =
        EfficientNetConfig.infer(weights.under("image_encoder"), metadata.values());
    return "EfficientNet, %d blocks; input %d x %d, embedding %d"
        .formatted(
            config.blocks().size(), config.inputSize(), config.inputSize(), config.channels());
  }

  @Override
  public SegmentationModel load(Engine engine, Parameters weights, ModelMetadata metadata) {
    Parameters image = weights.under("image_encoder");
    EfficientNetConfig config = EfficientNetConfig.infer(image, metadata.values());
    return new SamArchitecture(engine, new EfficientNet(engine, image, config), weights, metadata);
  }
}
