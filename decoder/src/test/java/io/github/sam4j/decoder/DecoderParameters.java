package io.github.sam4j.decoder;

import io.github.sam4j.prompt.SeededParameters;

/** A mask decoder's seeded parameters; every width differs, so that none can stand for another. */
final class DecoderParameters {
  static final int CHANNELS = 100;
  static final int HEADS = 4;
  static final int MASK_TOKENS = 4;
  private static final int CROSS = 8;
  private static final int HIDDEN = 22;
  static final int MIDDLE = 6;
  static final int LAST = 5;

  private DecoderParameters() {}

  static SeededParameters of(long seed, int depth) {
    SeededParameters all =
        new SeededParameters(seed)
            .with("iou_token.weight", 1, CHANNELS)
            .with("mask_tokens.weight", MASK_TOKENS, CHANNELS)
            .with("output_upscaling.0.weight", CHANNELS, MIDDLE, 2, 2)
            .with("output_upscaling.0.bias", MIDDLE)
            .layer("output_upscaling.1", MIDDLE)
            .with("output_upscaling.3.weight", MIDDLE, LAST, 2, 2)
            .with("output_upscaling.3.bias", LAST)
            .layer("iou_prediction_head.layers.0", 14, CHANNELS)
            .layer("iou_prediction_head.layers.1", MASK_TOKENS, 14);
    for (int i = 0; i < MASK_TOKENS; i++) {
      String name = "output_hypernetworks_mlps." + i + ".layers.";
      all.layer(name + 0, 9, CHANNELS).layer(name + 1, 11, 9).layer(name + 2, LAST, 11);
    }
    for (int i = 0; i < depth; i++) {
      String name = "transformer.layers." + i + ".";
      attention(all, name + "self_attn", CHANNELS);
      attention(all, name + "cross_attn_token_to_image", CROSS);
      attention(all, name + "cross_attn_image_to_token", CROSS);
      all.layer(name + "mlp.lin1", HIDDEN, CHANNELS).layer(name + "mlp.lin2", CHANNELS, HIDDEN);
      for (int norm = 1; norm <= 4; norm++) {
        all.layer(name + "norm" + norm, CHANNELS);
      }
    }
    attention(all, "transformer.final_attn_token_to_image", CROSS);
    return all.layer("transformer.norm_final_attn", CHANNELS);
  }

  private static void attention(SeededParameters all, String name, int width) {
    for (String projection : new String[] {"q_proj", "k_proj", "v_proj"}) {
      all.layer(name + "." + projection, width, CHANNELS);
    }
    all.layer(name + ".out_proj", CHANNELS, width);
  }
}
