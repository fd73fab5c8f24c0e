package io.github.sam4j.decoder.transformer;

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
public final class TwoWayAttentionBlock {
  private final TokenSelfAttention selfAttention;
  private final Norm norm1;
  private final TokenToImageAttention tokenToImage;
  private final Norm norm2;
  private final Linear lin1;
  private final Activation activation;
  private final Linear lin2;
  private final Norm norm3;
  private final ImageToTokenAttention imageToToken;
  private final Norm norm4;

  /**
   * SAM's.
   *
   * @param first whether it is the first block, whose self-attention takes no positions and has no
   *     residual connection
   * @throws io.github.sam4j.core.error.WeightsFormatException if a tensor is missing or has another
   *     shape
   */
  public TwoWayAttentionBlock(StoredLayers layers, TwoWayConfig config, boolean first) {
    this(
        layers,
        config,
        first
            ? TokenSelfAttention.replacing(selfAttention(layers, config))
            : TokenSelfAttention.residual(selfAttention(layers, config)));
  }

  /** With another self-attention; the rest is loaded. */
  public TwoWayAttentionBlock(
      StoredLayers layers, TwoWayConfig config, TokenSelfAttention selfAttention) {
    this.selfAttention = selfAttention;
    int channels = config.channels();
    int heads = config.heads();
    norm1 = layers.norm("norm1", channels, config.epsilon());
    tokenToImage =
        new TokenToImageAttention(layers.under("cross_attn_token_to_image"), channels, heads);
    norm2 = layers.norm("norm2", channels, config.epsilon());
    int hidden = layers.outputs("mlp.lin1");
    lin1 = layers.linear("mlp.lin1", channels, hidden);
    activation = config.activation();
    lin2 = layers.linear("mlp.lin2", hidden, channels);
    norm3 = layers.norm("norm3", channels, config.epsilon());
    imageToToken =
        new ImageToTokenAttention(layers.under("cross_attn_image_to_token"), channels, heads);
    norm4 = layers.norm("norm4", channels, config.epsilon());
  }

  private static Attention selfAttention(StoredLayers layers, TwoWayConfig config) {
    return new Attention(layers.under("self_attn"), config.channels(), config.heads());
  }

  /** The attention from tokens to image. */
  public TokenToImageAttention tokenToImage() {
    return tokenToImage;
  }

  /** The attention from image to tokens. */
  public ImageToTokenAttention imageToToken() {
    return imageToToken;
  }

  /**
   * The tokens after this block.
   *
   * @param tokens (P, T, C)
   * @param tokenPositions of the tokens: (P, T, C)
   * @param image (P or 1, G x G, C)
   * @param positions of its cells: (G x G, C)
   * @param shared {@link TokenToImageAttention#project} of the image where it is at hand, else null
   */
  Tensor tokens(
      Operators ops,
      Tensor tokens,
      Tensor tokenPositions,
      Tensor image,
      Tensor positions,
      @Nullable ImageKeysValues shared) {
    return tokens(
        ops,
        tokens,
        tokenPositions,
        (sum, positioned) -> {
          if (shared != null) {
            tokenToImage.addTo(ops, sum, positioned, shared);
          } else {
            tokenToImage.addTo(ops, sum, positioned, image, positions);
          }
        });
  }

  /** How a block's tokens attend to the image. */
  @FunctionalInterface
  public interface ToImage {
    /**
     * sum += the attention's result.
     *
     * @param sum (P, T, C)
     * @param positioned the tokens with their positions: (P, T, C)
     */
    void addTo(Tensor sum, Tensor positioned);
  }

  /**
   * The tokens after this block, with another way to attend to the image.
   *
   * @param tokens (P, T, C)
   * @param tokenPositions of the tokens: (P, T, C)
   */
  public Tensor tokens(Operators ops, Tensor tokens, Tensor tokenPositions, ToImage toImage) {
    Tensor x = ops.layerNorm(selfAttention.run(ops, tokens, tokenPositions), norm1);
    toImage.addTo(x, ops.add(x, tokenPositions));
    x = ops.layerNorm(x, norm2);
    ops.addLinearTo(x, ops.linear(x, lin1, activation), lin2);
    return ops.layerNorm(x, norm3);
  }

  /**
   * The image after this block.
   *
   * @param image (P or 1, G x G, C)
   * @param positions of its cells: (G x G, C)
   * @param tokens the tokens after this block: (P, T, C)
   * @param tokenPositions of the tokens
   * @return (P, G x G, C)
   */
  Tensor image(
      Operators ops, Tensor image, Tensor positions, Tensor tokens, Tensor tokenPositions) {
    return imageToToken.normalisedSum(ops, image, positions, tokens, tokenPositions, norm4);
  }
}
