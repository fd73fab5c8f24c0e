package io.github.sam4j.families.sam;

import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.encoder.vit.ImageEncoderViT;
import io.github.sam4j.encoder.vit.VitConfig;
import io.github.sam4j.families.EncoderWords;
import io.github.sam4j.families.Family;
import io.github.sam4j.families.ModelMetadata;
import io.github.sam4j.families.SamArchitecture;
import io.github.sam4j.families.SamNames;
import io.github.sam4j.families.SegmentationModel;
import io.github.sam4j.weights.naming.NameTable;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Segment Anything with a ViT: ViT-B, L and H, pruned, scaled and fine-tuned ones, as
 * segment-anything saves them or as transformers' {@code SamModel}.
 */
public final class SamFamily implements Family {
  /** What relatives have besides SAM's tensors, that are families of their own. */
  private static final List<String> OTHERS =
      List.of("mask_decoder.hf_token.", "mask_decoder.hq_token.", "prompt_encoder.invalid_points");

  @Override
  public String id() {
    return "sam";
  }

  @Override
  public String title() {
    return "SAM (Segment Anything)";
  }

  @Override
  public Optional<NameTable> recognise(Set<String> names) {
    if (names.stream().anyMatch(name -> OTHERS.stream().anyMatch(name::startsWith))) {
      return Optional.empty();
    }
    if (SamNames.isHuggingFace(names)) {
      return Optional.of(SamNames::fromHuggingFace);
    }
    boolean original =
        names.contains("image_encoder.patch_embed.proj.weight")
            && names.stream().anyMatch(name -> name.startsWith("image_encoder.blocks.0.attn.qkv."));
    return original ? Optional.of(NameTable.unchanged()) : Optional.empty();
  }

  @Override
  public String describe(Parameters weights, ModelMetadata metadata) {
    return EncoderWords.of(VitConfig.infer(weights.under("image_encoder")));
  }

  @Override
  public SegmentationModel load(Engine engine, Parameters weights, ModelMetadata metadata) {
    Parameters image = weights.under("image_encoder");
    ImageEncoderViT encoder = new ImageEncoderViT(engine, image, VitConfig.infer(image));
    return new SamArchitecture(engine, encoder, weights, metadata);
  }
}
