package io.github.sam4j.families.samhq;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SamHqNamesTest {
  @ParameterizedTest
  @CsvSource({
    "hq_token.weight, hf_token.weight",
    "hq_mask_mlp.proj_in.weight, hf_mlp.layers.0.weight",
    "hq_mask_mlp.layers.0.bias, hf_mlp.layers.1.bias",
    "hq_mask_mlp.proj_out.bias, hf_mlp.layers.2.bias",
    "compress_vit_conv1.weight, compress_vit_feat.0.weight",
    "compress_vit_norm.bias, compress_vit_feat.1.bias",
    "compress_vit_conv2.weight, compress_vit_feat.3.weight",
    "encoder_conv1.weight, embedding_encoder.0.weight",
    "encoder_norm.weight, embedding_encoder.1.weight",
    "encoder_conv2.bias, embedding_encoder.3.bias",
    "mask_conv1.weight, embedding_maskfeature.0.weight",
    "mask_norm.bias, embedding_maskfeature.1.bias",
    "mask_conv2.weight, embedding_maskfeature.3.weight",
    "upscale_conv1.weight, output_upscaling.0.weight",
    "output_hypernetworks_mlps.3.proj_in.weight, output_hypernetworks_mlps.3.layers.0.weight",
    "mask_tokens.weight, mask_tokens.weight",
  })
  void decoderNames(String theirs, String ours) {
    assertThat(SamHqNames.fromHuggingFace(Set.of("mask_decoder." + theirs)))
        .containsExactly(Map.entry("mask_decoder." + ours, "mask_decoder." + theirs));
  }

  @Test
  void namesOfOtherPartsAreSams() {
    assertThat(
            SamHqNames.fromHuggingFace(
                Set.of("vision_encoder.layers.1.attn.qkv.bias", "encoder_conv1.weight")))
        .containsOnly(
            Map.entry(
                "image_encoder.blocks.1.attn.qkv.bias", "vision_encoder.layers.1.attn.qkv.bias"),
            Map.entry("encoder_conv1.weight", "encoder_conv1.weight"));
  }

  @Test
  void gaussianMatrixUnderEitherName() {
    String ours = "prompt_encoder.pe_layer.positional_encoding_gaussian_matrix";
    String shared = "shared_image_embedding.positional_embedding";
    String copy = "prompt_encoder.shared_embedding.positional_embedding";
    assertThat(SamHqNames.fromHuggingFace(Set.of(copy))).containsEntry(ours, copy);
    assertThat(SamHqNames.fromHuggingFace(Set.of(copy, shared))).containsEntry(ours, shared);
  }

  @Test
  void recognised() {
    SamHqFamily family = new SamHqFamily();
    String patches = "image_encoder.patch_embed.proj.weight";
    assertThat(family.recognise(Set.of("mask_decoder.hf_token.weight", patches))).isPresent();
    assertThat(family.recognise(Set.of("mask_decoder.iou_token.weight", patches))).isEmpty();
    assertThat(
            family.recognise(
                Set.of("mask_decoder.hf_token.weight", "image_encoder.trunk.pos_embed")))
        .isEmpty();
    assertThat(
            family.recognise(
                Set.of(
                    "mask_decoder.hq_token.weight",
                    "vision_encoder.patch_embed.projection.weight",
                    "vision_encoder.neck.conv1.weight")))
        .isPresent();
  }
}
