package io.github.sam4j.families.samhq;

import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.decoder.hq.MaskDecoderHq;
import io.github.sam4j.encoder.tinyvit.TinyVitConfig;
import io.github.sam4j.encoder.vit.VitConfig;
import io.github.sam4j.families.EncoderWords;
import io.github.sam4j.families.Family;
import io.github.sam4j.families.ModelMetadata;
import io.github.sam4j.families.SamArchitecture;
import io.github.sam4j.families.SamNames;
import io.github.sam4j.families.SegmentationModel;
import io.github.sam4j.prompt.MaskOption;
import io.github.sam4j.weights.naming.NameTable;
import java.util.Optional;
import java.util.Set;

/**
 * SAM with a token for masks of high quality (Ke et al. 2023, "Segment Anything in High Quality"):
 * behind ViT-B, L and H, and the light one behind TinyViT; as its authors save them or as
 * transformers' {@code SamHQModel}.
 *
 * <p>Masks are those of the authors' code. Transformers' own (5.18) are others from the same
 * weights: its decoder upscales the image that went into the two-way transformer.
 */
public final class SamHqFamily implements Family {
  private static final String VIT = "image_encoder.patch_embed.proj.weight";
  private static final String TINY_VIT = "image_encoder.patch_embed.seq.0.c.weight";

  @Override
  public String id() {
    return "sam-hq";
  }

  @Override
  public String title() {
    return "SAM-HQ";
  }

  @Override
  public Optional<NameTable> recognise(Set<String> names) {
    if (names.contains("mask_decoder.hf_token.weight")
        && (names.contains(VIT) || names.contains(TINY_VIT))) {
      return Optional.of(NameTable.unchanged());
    }
    return names.contains("mask_decoder.hq_token.weight") && SamNames.isHuggingFace(names)
        ? Optional.of(SamHqNames::fromHuggingFace)
        : Optional.empty();
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
    Parameters image = weights.under("image_encoder");
    return weights.has(TINY_VIT)
        ? "light: " + EncoderWords.of(TinyVitConfig.infer(image, metadata.values()))
        : EncoderWords.of(VitConfig.infer(image));
  }

  @Override
  public SegmentationModel load(Engine engine, Parameters weights, ModelMetadata metadata) {
    Parameters image = weights.under("image_encoder");
    EarlyFeatureEncoder encoder =
        weights.has(TINY_VIT)
            ? EarlyFeatureEncoder.tinyVit(engine, image, metadata.values())
            : EarlyFeatureEncoder.vit(engine, image);
    return new SamArchitecture(
        engine,
        encoder,
        weights,
        Set.of(MaskOption.HQ_TOKEN_ONLY),
        prompts ->
            MaskDecoderHq.load(
                engine,
                weights.under("mask_decoder"),
                SamArchitecture.twoWay(encoder, metadata),
                prompts,
                encoder.earlyChannels()));
  }
}
