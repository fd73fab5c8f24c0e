package io.github.sam4j.families;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SamNamesTest {
  /** The names of one small model, as the two reference implementations save them. */
  private static Set<String> names(String resource) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            SamNamesTest.class.getResourceAsStream("/io/github/sam4j/families/" + resource))) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new LinkedHashSet<>(List.of(text.split("\n")));
    }
  }

  @Test
  void everyTransformersNameHasItsSegmentAnythingName() throws IOException {
    Set<String> theirs = names("sam-names-transformers.txt");
    Map<String, String> table = SamNames.fromHuggingFace(theirs);
    assertThat(table.keySet()).isEqualTo(names("sam-names.txt"));
    assertThat(table.values()).doesNotHaveDuplicates().hasSize(theirs.size());
  }

  @Test
  void pairsThatSetsCannotTellApart() throws IOException {
    Map<String, String> table = SamNames.fromHuggingFace(names("sam-names-transformers.txt"));
    assertThat(table)
        .containsEntry(
            "mask_decoder.iou_prediction_head.layers.0.bias",
            "mask_decoder.iou_prediction_head.proj_in.bias")
        .containsEntry(
            "mask_decoder.iou_prediction_head.layers.1.bias",
            "mask_decoder.iou_prediction_head.layers.0.bias")
        .containsEntry(
            "mask_decoder.iou_prediction_head.layers.2.bias",
            "mask_decoder.iou_prediction_head.proj_out.bias")
        .containsEntry("image_encoder.neck.2.weight", "vision_encoder.neck.conv2.weight")
        .containsEntry("image_encoder.neck.3.weight", "vision_encoder.neck.layer_norm2.weight")
        .containsEntry(
            "image_encoder.blocks.3.norm2.bias", "vision_encoder.layers.3.layer_norm2.bias")
        .containsEntry(
            "mask_decoder.transformer.layers.1.norm4.weight",
            "mask_decoder.transformer.layers.1.layer_norm4.weight")
        .containsEntry(
            "prompt_encoder.mask_downscaling.4.bias", "prompt_encoder.mask_embed.layer_norm2.bias")
        .containsEntry(
            "mask_decoder.output_upscaling.1.bias", "mask_decoder.upscale_layer_norm.bias");
  }

  @Test
  void secondCopyOfTheGaussianMatrixIsDropped() {
    String ours = "prompt_encoder.pe_layer.positional_encoding_gaussian_matrix";
    String shared = "shared_image_embedding.positional_embedding";
    String copy = "prompt_encoder.shared_embedding.positional_embedding";
    assertThat(SamNames.fromHuggingFace(new LinkedHashSet<>(List.of(copy, shared))))
        .containsExactly(Map.entry(ours, shared));
    assertThat(SamNames.fromHuggingFace(Set.of(copy))).containsExactly(Map.entry(ours, copy));
  }

  @Test
  void deeperHeadsKeepTheirOrder() {
    String head = "mask_decoder.output_hypernetworks_mlps.2.";
    Set<String> theirs =
        Set.of(
            head + "proj_in.bias",
            head + "layers.0.bias",
            head + "layers.1.bias",
            head + "proj_out.bias");
    assertThat(SamNames.fromHuggingFace(theirs))
        .containsEntry(head + "layers.2.bias", head + "layers.1.bias")
        .containsEntry(head + "layers.3.bias", head + "proj_out.bias");
  }

  @Test
  void namesThatAreNotInTheTableStay() {
    assertThat(SamNames.fromHuggingFace(Set.of("extra.weight")))
        .containsExactly(Map.entry("extra.weight", "extra.weight"));
  }

  @Test
  void segmentAnythingNamesAreNotTransformers() throws IOException {
    assertThat(SamNames.isHuggingFace(names("sam-names.txt"))).isFalse();
    assertThat(SamNames.isHuggingFace(names("sam-names-transformers.txt"))).isTrue();
  }
}
