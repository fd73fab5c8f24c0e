package io.github.sam4j.families.efficientsam;

import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.encoder.vit.ImageEncoderViT;
import io.github.sam4j.encoder.vit.PlainVit;
import io.github.sam4j.encoder.vit.VitConfig;
import io.github.sam4j.families.EncoderWords;
import io.github.sam4j.families.Family;
import io.github.sam4j.families.ModelMetadata;
import io.github.sam4j.families.SegmentationModel;
import io.github.sam4j.weights.naming.NameTable;
import java.util.Optional;
import java.util.Set;

/** EfficientSAM-Ti and -S, and models of their shape at any size, under their authors' names. */
public final class EfficientSamFamily implements Family {
  @Override
  public String id() {
    return "efficient-sam";
  }

  @Override
  public String title() {
    return EfficientSam.TITLE;
  }

  @Override
  public Optional<NameTable> recognise(Set<String> names) {
    return names.contains("prompt_encoder.invalid_points.weight")
        ? Optional.of(EfficientSamNames::translate)
        : Optional.empty();
  }

  @Override
  public String describe(Parameters weights, ModelMetadata metadata) {
    return EncoderWords.of(
        PlainVit.infer(
            weights.under("image_encoder"), metadata.values(), metadata.integer("encoder_heads")));
  }

  /** Metadata may say {@code image_size}, {@code encoder_heads} and {@code decoder_heads}. */
  @Override
  public SegmentationModel load(Engine engine, Parameters weights, ModelMetadata metadata) {
    Parameters image = weights.under("image_encoder");
    VitConfig config = PlainVit.infer(image, metadata.values(), metadata.integer("encoder_heads"));
    return new EfficientSam(engine, new ImageEncoderViT(engine, image, config), weights, metadata);
  }
}
