package io.github.sam4j.decoder;

import io.github.sam4j.core.parameters.StoredLayers;
import io.github.sam4j.core.tensor.Frame;
import io.github.sam4j.core.tensor.Norm;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The transformer between prompt tokens and image (Kirillov et al. 2023, "Segment Anything",
 * appendix A): blocks that update both sides, then a last attention from tokens to image.
 */
final class TwoWayTransformer {
  /** segment-anything's; transformers' ports say 1e-6, which moves logits by some 1e-4. */
  static final float EPSILON = 1e-5f;

  private final Tensor positions;
  private final List<TwoWayAttentionBlock> blocks = new ArrayList<>();
  private final TokenToMapAttention finalAttention;
  private final Norm finalNorm;

  /**
   * Loads its weights.
   *
   * @param positions of the image's cells: (G x G, C)
   */
  TwoWayTransformer(StoredLayers layers, int channels, int heads, Tensor positions) {
    this.positions = positions;
    int depth = layers.count("layers", "norm1.weight");
    for (int i = 0; i < depth; i++) {
      blocks.add(new TwoWayAttentionBlock(layers.under("layers." + i), channels, heads, i == 0));
    }
    finalAttention =
        new TokenToMapAttention(layers.under("final_attn_token_to_image"), channels, heads);
    finalNorm = layers.norm("norm_final_attn", channels, EPSILON);
  }

  /**
   * What the first block takes from an image; prompts without a mask share it.
   *
   * @param image (batch, G x G, C)
   */
  ImageSide firstProjections(Operators ops, Tensor image) {
    return blocks.get(0).project(ops, image, positions);
  }

  /**
   * Runs it.
   *
   * @param tokens (P, T, C); also their own positions
   * @param image (P or 1, G x G, C)
   * @param prepared {@link #firstProjections} of the image where they are at hand, else null
   */
  Result run(Operators ops, Tensor tokens, Tensor image, @Nullable ImageSide prepared) {
    Tensor x = ops.empty(tokens.shape());
    ops.copy(x, tokens);
    Tensor cells = image;
    for (TwoWayAttentionBlock block : blocks) {
      ImageSide shared = block == blocks.get(0) ? prepared : null;
      try (Frame frame = ops.frame()) {
        ops.copy(x, block.tokens(ops, x, tokens, cells, positions, shared));
      }
      cells = block.image(ops, cells, positions, x, tokens);
    }
    try (Frame frame = ops.frame()) {
      finalAttention.addTo(ops, x, ops.add(x, tokens), cells, positions);
    }
    return new Result(normalise(ops, x), cells);
  }

  List<TwoWayAttentionBlock> blocks() {
    return blocks;
  }

  /** The norm of the tokens after the last attention. */
  Tensor normalise(Operators ops, Tensor tokens) {
    return ops.layerNorm(tokens, finalNorm);
  }

  /**
   * Both sides after the transformer.
   *
   * @param tokens (P, T, C)
   * @param image (P, G x G, C)
   */
  record Result(Tensor tokens, Tensor image) {}
}
