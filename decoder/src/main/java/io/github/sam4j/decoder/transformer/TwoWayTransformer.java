package io.github.sam4j.decoder.transformer;

import io.github.sam4j.core.parameters.StoredLayers;
import io.github.sam4j.core.tensor.Frame;
import io.github.sam4j.core.tensor.Norm;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The transformer between prompt tokens and image (Kirillov et al. 2023, "Segment Anything",
 * appendix A): blocks that update both sides, then a last attention from tokens to image.
 */
public final class TwoWayTransformer {
  private final TwoWayConfig config;
  private final Tensor positions;
  private final List<TwoWayAttentionBlock> blocks;
  private final TokenToImageAttention finalAttention;
  private final Norm finalNorm;

  /**
   * SAM's: as many blocks as there are weights {@code layers.N}.
   *
   * @param positions of the image's cells: (G x G, C)
   * @throws io.github.sam4j.core.error.WeightsFormatException if a tensor is missing or has another
   *     shape
   */
  public TwoWayTransformer(StoredLayers layers, TwoWayConfig config, Tensor positions) {
    this(
        layers,
        config,
        positions,
        IntStream.range(0, layers.count("layers", "norm1.weight"))
            .mapToObj(i -> new TwoWayAttentionBlock(layers.under("layers." + i), config, i == 0))
            .toList());
  }

  /** With other blocks; the last attention and its norm are loaded. */
  public TwoWayTransformer(
      StoredLayers layers,
      TwoWayConfig config,
      Tensor positions,
      List<TwoWayAttentionBlock> blocks) {
    this.config = config;
    this.positions = positions;
    this.blocks = List.copyOf(blocks);
    finalAttention =
        new TokenToImageAttention(
            layers.under("final_attn_token_to_image"), config.channels(), config.heads());
    finalNorm = layers.norm("norm_final_attn", config.channels(), config.epsilon());
  }

  /** What it was made with. */
  public TwoWayConfig config() {
    return config;
  }

  /** The positional encoding of the image's cells: (G x G, C). */
  public Tensor positions() {
    return positions;
  }

  /** Its layers. */
  public List<TwoWayAttentionBlock> blocks() {
    return blocks;
  }

  /** The attention from tokens to image behind the blocks. */
  public TokenToImageAttention finalAttention() {
    return finalAttention;
  }

  /** The norm of the tokens after the last attention. */
  public Tensor normalise(Operators ops, Tensor tokens) {
    return ops.layerNorm(tokens, finalNorm);
  }

  /**
   * What the first block takes from an image; prompts without a mask share it.
   *
   * @param image (1, G x G, C)
   */
  public ImageKeysValues firstKeysValues(Operators ops, Tensor image) {
    return blocks.get(0).tokenToImage().project(ops, image, positions);
  }

  /**
   * Runs it.
   *
   * @param tokens (P, T, C); also their own positions
   * @param image (P or 1, G x G, C)
   * @param shared {@link #firstKeysValues} of the image where they are at hand, else null
   */
  public Result run(Operators ops, Tensor tokens, Tensor image, @Nullable ImageKeysValues shared) {
    Tensor x = ops.empty(tokens.shape());
    ops.copy(x, tokens);
    Tensor cells = image;
    for (TwoWayAttentionBlock block : blocks) {
      ImageKeysValues first = block == blocks.get(0) ? shared : null;
      try (Frame frame = ops.frame()) {
        ops.copy(x, block.tokens(ops, x, tokens, cells, positions, first));
      }
      cells = block.image(ops, cells, positions, x, tokens);
    }
    try (Frame frame = ops.frame()) {
      finalAttention.addTo(ops, x, ops.add(x, tokens), cells, positions);
    }
    return new Result(normalise(ops, x), cells);
  }

  /**
   * Both sides after the transformer.
   *
   * @param tokens (P, T, C)
   * @param image (P, G x G, C)
   */
  public record Result(Tensor tokens, Tensor image) {}
}
