package io.github.sam4j.decoder.factored;

import io.github.sam4j.core.parameters.StoredLayers;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.FactoredMaps;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.decoder.transformer.TwoWayAttentionBlock;
import io.github.sam4j.decoder.transformer.TwoWayTransformer;
import java.util.List;
import java.util.Objects;

/**
 * The {@link TwoWayTransformer} for prompts without a mask, whose images are {@link
 * FactoredImage}s; the package derives it. 0, 1 and 2 in names stand for the image before, between
 * and after its two blocks.
 */
public final class FactoredTransformer {
  /** Blocks of all published models. */
  private static final int DEPTH = 2;

  private final TwoWayTransformer transformer;
  private final int block;
  private final FactoredNorm norm1;
  private final FactoredTokenToImage toImage0;
  private final FactoredImageToToken toTokens0;
  private final FactoredTokenToImage toImage1;
  private final FactoredImageToToken toTokens1;
  private final FactoredTokenToImage toImage2;

  /**
   * Folds the weights of a transformer that {@link #suits} this.
   *
   * @param layers that the transformer was loaded from
   */
  public FactoredTransformer(StoredLayers layers, TwoWayTransformer transformer) {
    this.transformer = transformer;
    Engine engine = layers.engine();
    int channels = transformer.config().channels();
    float epsilon = transformer.config().epsilon();
    StoredLayers layer0 = layers.under("layers.0");
    StoredLayers layer1 = layers.under("layers.1");
    TwoWayAttentionBlock block0 = transformer.blocks().get(0);
    TwoWayAttentionBlock block1 = transformer.blocks().get(1);
    String toImage = "cross_attn_token_to_image";
    String toTokens = "cross_attn_image_to_token";
    norm1 = FactoredNorm.of(layer0, "norm4", channels);
    FactoredNorm norm2 = FactoredNorm.of(layer1, "norm4", channels);
    int cells = transformer.positions().dim(0);
    try (Operators ops = engine.operators()) {
      block = Objects.requireNonNull(ops.factoredMaps()).block(cells);
      CellPositions positions =
          new CellPositions(engine, blocks(ops, transformer.positions()), cells);
      CellState state0 = CellState.embedding(engine, block);
      toImage0 =
          new FactoredTokenToImage(layer0.under(toImage), block0.tokenToImage(), state0, positions);
      toTokens0 =
          new FactoredImageToToken(
              layer0.under(toTokens),
              block0.imageToToken(),
              state0,
              norm1,
              null,
              positions,
              epsilon);
      CellState state1 = toTokens0.after();
      toImage1 =
          new FactoredTokenToImage(layer1.under(toImage), block1.tokenToImage(), state1, positions);
      toTokens1 =
          new FactoredImageToToken(
              layer1.under(toTokens),
              block1.imageToToken(),
              state1,
              norm2,
              toTokens0.added(),
              positions,
              epsilon);
      toImage2 =
          new FactoredTokenToImage(
              layers.under("final_attn_token_to_image"),
              transformer.finalAttention(),
              toTokens1.after(),
              positions);
    }
  }

  /**
   * Whether a transformer can be run this way, and it is worth it. With t terms and C channels a
   * cell costs some 12 t^2 + 2 t C multiply-adds, and 10 t C + C^2 where cells themselves are
   * computed; as products of cells run at a higher rate, it pays up to half of these.
   *
   * @param ops of its engine
   * @param tokens of a prompt, with the output tokens
   */
  public static boolean suits(Operators ops, TwoWayTransformer transformer, int tokens) {
    FactoredMaps maps = ops.factoredMaps();
    int terms = tokens * transformer.config().heads();
    return maps != null
        && transformer.blocks().size() == DEPTH
        && 3 * terms <= transformer.config().channels()
        && maps.suits(transformer.positions().dim(0), terms);
  }

  /** State of the cells after the second block. */
  CellState after() {
    return toTokens1.after();
  }

  /**
   * Cells cut into blocks.
   *
   * @param cells (G x G, C)
   * @return (B, N, C), the last block filled up with zeros
   */
  public Tensor blocks(Operators ops, Tensor cells) {
    int count = cells.dim(0);
    int blocks = (count + block - 1) / block;
    int channels = cells.dim(1);
    if (blocks * block == count) {
      return cells.reshape(blocks, block, channels);
    }
    Tensor all = ops.tensor(new float[blocks * block * channels], blocks * block, channels);
    ops.copy(all.slice(0, 0, count), cells);
    return all.reshape(blocks, block, channels);
  }

  /**
   * What all prompts take from an image.
   *
   * @param image with what stands for no mask: (G x G, C)
   * @param blocks {@link #blocks} of it
   */
  public ImagePlanes planes(Operators ops, Tensor image, Tensor blocks) {
    int[] shape = {blocks.dim(0), block};
    ImageSquares squares =
        ImageSquares.of(image.toArray(), toTokens0.outBias(), norm1.gain(), shape[0] * block);
    return new ImagePlanes(
        toImage0.planes(ops, blocks),
        toTokens0.planes(ops, blocks, ops.tensor(squares.first(), shape)),
        toImage1.planes(ops, blocks),
        toTokens1.planes(ops, blocks, ops.tensor(squares.second(), shape)),
        toImage2.planes(ops, blocks));
  }

  /**
   * Runs it.
   *
   * @param tokens (P, T, C); also their own positions
   * @param planes of the image
   */
  public Result run(Operators ops, Tensor tokens, ImagePlanes planes) {
    List<TwoWayAttentionBlock> blocks = transformer.blocks();
    Tensor tokens1 =
        blocks
            .get(0)
            .tokens(
                ops,
                tokens,
                tokens,
                (sum, positioned) -> toImage0.addTo(ops, sum, positioned, null, planes.toImage0()));
    FactoredImage image1 =
        toTokens0.attend(ops, null, tokens1, ops.add(tokens1, tokens), planes.toTokens0());
    Tensor tokens2 =
        blocks
            .get(1)
            .tokens(
                ops,
                tokens1,
                tokens,
                (sum, positioned) ->
                    toImage1.addTo(ops, sum, positioned, image1, planes.toImage1()));
    Tensor positioned2 = ops.add(tokens2, tokens);
    FactoredImage image2 = toTokens1.attend(ops, image1, tokens2, positioned2, planes.toTokens1());
    toImage2.addTo(ops, tokens2, positioned2, image2, planes.toImage2());
    return new Result(transformer.normalise(ops, tokens2), image2);
  }

  /**
   * Both sides after the transformer.
   *
   * @param tokens (P, T, C)
   * @param image of each prompt
   */
  public record Result(Tensor tokens, FactoredImage image) {}
}
