package io.github.sam4j.families.efficientsam;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class EfficientSamNamesTest {
  @Test
  void layersGetTheNamesOfSam() {
    assertThat(
            EfficientSamNames.translate(
                Set.of(
                    "image_encoder.pos_embed",
                    "image_encoder.blocks.10.attn.qkv.bias",
                    "image_encoder.blocks.10.mlp.fc1.weight",
                    "image_encoder.blocks.10.mlp.fc2.bias",
                    "prompt_encoder.invalid_points.weight",
                    "mask_decoder.transformer.layers.1.mlp.layers.0.0.weight",
                    "mask_decoder.transformer.layers.1.mlp.fc.weight",
                    "mask_decoder.transformer.layers.1.norm1.weight",
                    "mask_decoder.final_output_upscaling_layers.0.0.weight",
                    "mask_decoder.final_output_upscaling_layers.0.1.bias",
                    "mask_decoder.final_output_upscaling_layers.1.0.bias")))
        .hasSize(11)
        .containsEntry("image_encoder.pos_embed", "image_encoder.pos_embed")
        .containsEntry(
            "image_encoder.blocks.10.attn.qkv.bias", "image_encoder.blocks.10.attn.qkv.bias")
        .containsEntry(
            "image_encoder.blocks.10.mlp.lin1.weight", "image_encoder.blocks.10.mlp.fc1.weight")
        .containsEntry(
            "image_encoder.blocks.10.mlp.lin2.bias", "image_encoder.blocks.10.mlp.fc2.bias")
        .containsEntry(
            "prompt_encoder.invalid_points.weight", "prompt_encoder.invalid_points.weight")
        .containsEntry(
            "mask_decoder.transformer.layers.1.mlp.lin1.weight",
            "mask_decoder.transformer.layers.1.mlp.layers.0.0.weight")
        .containsEntry(
            "mask_decoder.transformer.layers.1.mlp.lin2.weight",
            "mask_decoder.transformer.layers.1.mlp.fc.weight")
        .containsEntry(
            "mask_decoder.output_upscaling.0.weight",
            "mask_decoder.final_output_upscaling_layers.0.0.weight")
        .containsEntry(
            "mask_decoder.output_upscaling.1.bias",
            "mask_decoder.final_output_upscaling_layers.0.1.bias")
        .containsEntry(
            "mask_decoder.output_upscaling.3.bias",
            "mask_decoder.final_output_upscaling_layers.1.0.bias");
  }

  @Test
  void lastLayerOfAHeadGetsTheNextNumber() {
    assertThat(
            EfficientSamNames.translate(
                Set.of(
                    "mask_decoder.iou_prediction_head.layers.0.0.weight",
                    "mask_decoder.iou_prediction_head.layers.1.0.weight",
                    "mask_decoder.iou_prediction_head.fc.bias",
                    "mask_decoder.output_hypernetworks_mlps.3.layers.0.0.weight",
                    "mask_decoder.output_hypernetworks_mlps.3.fc.weight")))
        .hasSize(5)
        .containsEntry(
            "mask_decoder.iou_prediction_head.layers.0.weight",
            "mask_decoder.iou_prediction_head.layers.0.0.weight")
        .containsEntry(
            "mask_decoder.iou_prediction_head.layers.2.bias",
            "mask_decoder.iou_prediction_head.fc.bias")
        .containsEntry(
            "mask_decoder.output_hypernetworks_mlps.3.layers.1.weight",
            "mask_decoder.output_hypernetworks_mlps.3.fc.weight");
  }
}
