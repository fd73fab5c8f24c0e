package io.github.sam4j.decoder;

import io.github.sam4j.core.parameters.StoredLayers;
import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.Linear;
import io.github.sam4j.core.tensor.Norm;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * One layer of the two-way transformer: self-attention of the tokens, attention from tokens to
 * image, an MLP on the tokens, attention from image to tokens; a layer norm after each.
 */
final class TwoWayAttentionBlock {
  private final boolean first;
  private final Attention selfAttention;
  private final Norm norm1;
  private final @Nullable Attention tokenToShared;
  private final TokenToMapAttention tokenToImage;
  private final Norm norm2;
  private final Linear up;
  private final Linear down;
  private final Norm norm3;
  private final MapToTokenAttention imageToToken;
  private final Norm norm4;

  /**
   * Loads its weights.
   *
   * @param first whether it is the first block, whose self-attention takes no positions and has no
   *     residual connection
   */
  TwoWayAttentionBlock(StoredLayers layers, int channels, int heads, boolean first) {
    this.first = first;
    selfAttention = new Attention(layers.under("self_attn"), channels, heads);
    norm1 = layers.norm("norm1", channels, TwoWayTransformer.EPSILON);
    StoredLayers toImage = layers.under("cross_attn_token_to_image");
    tokenToShared = first ? new Attention(toImage, channels, heads) : null;
    tokenToImage = new TokenToMapAttention(toImage, channels, heads);
    norm2 = layers.norm("norm2", channels, TwoWayTransformer.EPSILON);
    int hidden = layers.outputs("mlp.lin1");
    up = layers.linear("mlp.lin1", channels, hidden);
    down = layers.linear("mlp.lin2", hidden, channels);
    norm3 = layers.norm("norm3", channels, TwoWayTransformer.EPSILON);
    imageToToken =
        new MapToTokenAttention(layers.under("cross_attn_image_to_token"), channels, heads);
    norm4 = layers.norm("norm4", channels, TwoWayTransformer.EPSILON);
  }

  /**
   * What the first block's token-to-image attention takes from an image, made once for all prompts.
   *
   * @param image (1, G x G, C)
   * @param positions of the image's cells: (G x G, C)
   */
  ImageSide project(Operators ops, Tensor image, Tensor positions) {
    if (tokenToShared == null) {
      throw new IllegalStateException("only the first block shares an image");
    }
    Tensor placed = ops.add(image, positions);
    return new ImageSide(tokenToShared.keys(ops, placed), tokenToShared.values(ops, image));
  }

  /**
   * The tokens after this block.
   *
   * @param tokens (P, T, C)
   * @param positions of the tokens: (P, T, C)
   * @param image the cells (P or 1, G x G, C)
   * @param places of the cells: (G x G, C)
   * @param shared {@link #project} of the image where it is at hand, else null
   */
  Tensor tokens(
      Operators ops,
      Tensor tokens,
      Tensor positions,
      Tensor image,
      Tensor places,
      @Nullable ImageSide shared) {
    return tokens(
        ops,
        tokens,
        positions,
        (sum, placed) -> {
          if (shared != null && tokenToShared != null) {
            Tensor queries = tokenToShared.queries(ops, placed);
            tokenToShared.addTo(ops, sum, queries, shared.keys(), shared.values());
          } else {
            tokenToImage.addTo(ops, sum, placed, image, places);
          }
        });
  }

  /** The block's token-to-image attention. */
  interface TokenToImage {
    /**
     * sum += the attention's result.
     *
     * @param placed the tokens with their positions
     */
    void addTo(Tensor sum, Tensor placed);
  }

  /** The tokens after this block with another way to attend to the image. */
  Tensor tokens(Operators ops, Tensor tokens, Tensor positions, TokenToImage tokenToImage) {
    Tensor x = ops.layerNorm(attendThemselves(ops, tokens, positions), norm1);
    tokenToImage.addTo(x, ops.add(x, positions));
    x = ops.layerNorm(x, norm2);
    ops.addLinearTo(x, ops.linear(x, up, Activation.RELU), down);
    return ops.layerNorm(x, norm3);
  }

  private Tensor attendThemselves(Operators ops, Tensor tokens, Tensor positions) {
    Tensor placed = first ? tokens : ops.add(tokens, positions);
    Tensor attended =
        selfAttention.attend(
            ops,
            selfAttention.queries(ops, placed),
            selfAttention.keys(ops, placed),
            selfAttention.values(ops, tokens));
    return first ? attended : ops.add(tokens, attended);
  }

  /**
   * The image after this block.
   *
   * @param image (P or 1, G x G, C)
   * @param places of the cells: (G x G, C)
   * @param tokens the tokens after this block: (P, T, C)
   * @param positions of the tokens
   * @return (P, G x G, C)
   */
  Tensor image(Operators ops, Tensor image, Tensor places, Tensor tokens, Tensor positions) {
    Tensor placed = ops.add(tokens, positions);
    return imageToToken.normalisedSum(ops, image, places, tokens, placed, norm4);
  }
}
