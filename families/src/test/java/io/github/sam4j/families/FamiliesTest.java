package io.github.sam4j.families;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.weights.Checkpoint;
import io.github.sam4j.weights.naming.NameTable;
import io.github.sam4j.weights.testing.SafetensorsWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A checkpoint's family is told by its names alone. */
class FamiliesTest {
  private static Checkpoint checkpoint(String... names) throws IOException {
    SafetensorsWriter writer = new SafetensorsWriter();
    for (String name : names) {
      writer.tensor(name, new int[] {1}, 1);
    }
    return Checkpoint.of("a file", writer.toBytes());
  }

  @Test
  void allAreRegistered() {
    assertThat(Families.all())
        .extracting(Family::id)
        .contains(
            "sam",
            "mobile-sam",
            "sam4j",
            "sam2",
            "efficient-sam",
            "edge-sam",
            "repvit-sam",
            "efficientvit-sam",
            "sam-hq");
  }

  @ParameterizedTest
  @CsvSource({
    "sam, image_encoder.patch_embed.proj.weight, image_encoder.blocks.0.attn.qkv.weight",
    "sam, vision_encoder.patch_embed.projection.weight, vision_encoder.neck.conv1.weight",
    "mobile-sam, image_encoder.patch_embed.seq.0.c.weight, mask_decoder.iou_token.weight",
    "sam2, image_encoder.trunk.pos_embed_window, sam_mask_decoder.iou_token.weight",
    "sam2, vision_encoder.backbone.pos_embed_window, mask_decoder.iou_token.weight",
    "sam4j, image_encoder.blocks.0.depthwise.weight, image_encoder.lateral32.weight",
    "efficient-sam, image_encoder.pos_embed, prompt_encoder.invalid_points.weight",
    "edge-sam, image_encoder.features.0.0.c.weight, image_encoder.fuse_stage2.weight",
    "repvit-sam, image_encoder.features.0.0.c.weight, image_encoder.neck.0.weight",
    "efficientvit-sam, image_encoder.backbone.stages.0.op_list.0.conv.weight,"
        + " image_encoder.norm.bias",
    "sam-hq, image_encoder.patch_embed.proj.weight, mask_decoder.hf_token.weight",
    "sam-hq, image_encoder.patch_embed.seq.0.c.weight, mask_decoder.hf_token.weight",
  })
  void familiesAreRecognised(String id, String first, String second) throws IOException {
    try (Checkpoint checkpoint = checkpoint(first, second)) {
      assertThat(Families.recognise(checkpoint).family().id()).isEqualTo(id);
    }
  }

  @Test
  void transformersNamesAreTranslated() throws IOException {
    try (Checkpoint checkpoint =
        checkpoint(
            "vision_encoder.patch_embed.projection.weight",
            "vision_encoder.neck.conv1.weight",
            "vision_encoder.layers.0.attn.qkv.weight")) {
      Parameters weights = checkpoint.renamed(Families.recognise(checkpoint).names());
      assertThat(weights.names())
          .containsExactlyInAnyOrder(
              "image_encoder.patch_embed.proj.weight",
              "image_encoder.blocks.0.attn.qkv.weight",
              "image_encoder.neck.0.weight");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "OWL-ViT, owlvit.logit_scale, box_head.dense0.bias",
    "OWLv2, owlv2.logit_scale, objectness_head.dense0.bias",
    "CLIP, vision_model.embeddings.class_embedding, text_model.embeddings.x",
    "micro-sam's instance decoder alone, decoder.blocks.0.weight, out_conv.weight",
    "micro-sam's instance decoder alone, decoder.blocks.0.weight, decoder.out.weight",
    "SlimSAM pruned globally, image_encoder.module.blocks.0.attn.q.weight, x",
    "unknown model, conv1.weight, fc.bias",
  })
  void othersAreRefusedByName(String title, String first, String second) throws IOException {
    try (Checkpoint checkpoint = checkpoint(first, second)) {
      assertThatThrownBy(() -> Families.recognise(checkpoint))
          .isInstanceOf(WeightsFormatException.class)
          .hasMessageContaining("SAM (Segment Anything) or MobileSAM or sam4j or ")
          .hasMessageContaining(title)
          .hasMessageContaining(first);
    }
  }

  @ParameterizedTest
  @CsvSource({"module.", "sam.", "model.", "model.sam.", "net.of.mine.", "ema."})
  void wrappersWithMoreBesideTheModel(String prefix) throws IOException {
    try (Checkpoint checkpoint =
        checkpoint(
            "n_averaged",
            "decoder.deconv.weight",
            prefix + "image_encoder.patch_embed.proj.weight",
            prefix + "image_encoder.blocks.0.attn.qkv.weight",
            prefix + "mask_decoder.iou_token.weight")) {
      Families.Recognised recognised = Families.recognise(checkpoint);
      assertThat(recognised.family().id()).isEqualTo("sam");
      assertThat(recognised.prefix()).isEqualTo(prefix);
      Parameters weights = checkpoint.renamed(recognised.names());
      assertThat(weights.names())
          .containsExactlyInAnyOrder(
              "image_encoder.patch_embed.proj.weight",
              "image_encoder.blocks.0.attn.qkv.weight",
              "mask_decoder.iou_token.weight");
      assertThat(weights.values("mask_decoder.iou_token.weight")).containsExactly(1);
      Leftovers leftovers =
          Leftovers.of(
              checkpoint, recognised, weights.names(), Set.of("mask_decoder.iou_token.weight"));
      assertThat(leftovers.inside()).containsExactly("mask_decoder.iou_token.weight");
      assertThat(leftovers.describeBeside())
          .isEqualTo("n_averaged (1 tensor), decoder.* (1 tensor)");
    }
  }

  @Test
  void theModelGoesBeforeItsAverage() throws IOException {
    try (Checkpoint checkpoint =
        checkpoint(
            "ema.image_encoder.patch_embed.proj.weight",
            "ema.image_encoder.blocks.0.attn.qkv.weight",
            "ema.more",
            "net.image_encoder.patch_embed.proj.weight",
            "net.image_encoder.blocks.0.attn.qkv.weight")) {
      Families.Recognised recognised = Families.recognise(checkpoint);
      assertThat(recognised.prefix()).isEqualTo("net.");
      Set<String> names = checkpoint.renamed(recognised.names()).names();
      assertThat(Leftovers.of(checkpoint, recognised, names, Set.of()).describeBeside())
          .isEqualTo("ema.* (3 tensors)");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "image_encoder.blocks.0.attn.qkv.qkv_proj.weight",
    "image_encoder.blocks.0.attn.qkv.w_a_linear_q.weight",
    "image_encoder.blocks.0.attn.qkv.w_b_linear_v.weight",
    "image_encoder.blocks.0.attn.qkv.qkv.weight",
    "image_encoder.blocks.0.mlp.mlp_layer.lin1.weight",
    "image_encoder.blocks.0.attn.proj.base_layer.weight",
    "image_encoder.blocks.0.attn.proj.lora_A.default.weight",
  })
  void adaptersAreToBeMergedFirst(String name) throws IOException {
    for (String prefix : List.of("", "sam.", "x.")) {
      try (Checkpoint checkpoint =
          checkpoint(
              "n_averaged",
              prefix + "image_encoder.patch_embed.proj.weight",
              prefix + "image_encoder.blocks.0.attn.qkv.bias",
              prefix + name)) {
        assertThatThrownBy(() -> Families.recognise(checkpoint))
            .isInstanceOf(WeightsFormatException.class)
            .hasMessageContaining("LoRA fine-tune ('" + name)
            .hasMessageContaining("merge the adapter");
      }
    }
  }

  @Test
  void twoFamiliesThatBothWantAFileAreAnError() throws IOException {
    List<Family> families = new ArrayList<>(Families.all());
    families.add(new Greedy());
    try (Checkpoint checkpoint = checkpoint("image_encoder.patch_embed.seq.0.c.weight")) {
      assertThatThrownBy(() -> Families.recognise(checkpoint, families))
          .isInstanceOf(WeightsFormatException.class)
          .hasMessageContaining("could be MobileSAM or Greedy");
    }
  }

  /** Takes every checkpoint for its own. */
  private static final class Greedy implements Family {
    @Override
    public String id() {
      return "greedy";
    }

    @Override
    public String title() {
      return "Greedy";
    }

    @Override
    public Optional<NameTable> recognise(Set<String> names) {
      return Optional.of(NameTable.unchanged());
    }

    @Override
    public SegmentationModel load(Engine engine, Parameters weights, ModelMetadata metadata) {
      throw new UnsupportedOperationException("recognition is all that is tested");
    }
  }
}
