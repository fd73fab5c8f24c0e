package io.github.sam4j.decoder;

import io.github.sam4j.core.parameters.StoredLayers;
import io.github.sam4j.core.tensor.CellPlanes;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.FactoredMap;
import io.github.sam4j.core.tensor.FactoredMaps;
import io.github.sam4j.core.tensor.FactoredSum.Overlap;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import java.util.List;

/**
 * The two-way transformer for prompts without a mask, without ever computing their images.
 *
 * <p>Before it the image is the same for all prompts. Each image-to-token attention adds to every
 * cell a mixture of few vectors, one for each token and head, and a layer norm divides the cell by
 * its length. So a cell after two blocks is still the image's own, plus some 100 coefficients times
 * vectors of the prompt; and whatever is linear in cells (keys, values, queries, the first
 * convolution of the upscaling) is that of the shared image, computed once, plus coefficients times
 * that of the vectors. With some 7 tokens this is half the work of {@link TwoWayTransformer}, and
 * an eighth of its traffic with memory.
 *
 * <p>Notation of the fields: 0, 1 and 2 stand for the image before, between and after the blocks.
 */
final class FactoredTransformer {
  /** Blocks of all published models. */
  static final int DEPTH = 2;

  private final TwoWayTransformer transformer;
  private final int channels;
  private final int cells;
  private final FactoredTokenToImage toImage0;
  private final FactoredImageToToken toTokens0;
  private final FactoredTokenToImage toImage1;
  private final FactoredImageToToken toTokens1;
  private final FactoredTokenToImage toImage2;
  private final FactoredMasks masks;
  private final Tensor given0;
  private final Tensor given1;
  private final Tensor newGiven1;
  private final Tensor newGivenBias1;
  private final Tensor placeKeys1;
  private final Tensor placeQueries1;
  private final Tensor placeKeys2;
  private final SharedProjections projections;

  /**
   * Loads its weights.
   *
   * @param layers of the mask decoder
   * @param transformer of the same model, whose tokens' side is used
   * @param positions of the image's cells, block by block: (B, N, C)
   * @param cells G x G, without those that fill up the last block
   * @param cells G x G, but for those that fill up the last block
   */
  FactoredTransformer(
      StoredLayers layers,
      TwoWayTransformer transformer,
      int channels,
      int heads,
      Tensor positions,
      int cells) {
    this.transformer = transformer;
    this.channels = channels;
    this.cells = cells;
    StoredLayers block0 = layers.under("transformer.layers.0");
    StoredLayers block1 = layers.under("transformer.layers.1");
    FactoredNorm norm1 = FactoredNorm.of(block0, "norm4", channels);
    FactoredNorm norm2 = FactoredNorm.of(block1, "norm4", channels);
    String toImage = "cross_attn_token_to_image";
    String toTokens = "cross_attn_image_to_token";
    toImage0 = new FactoredTokenToImage(block0.under(toImage), channels, heads, null);
    toTokens0 = new FactoredImageToToken(block0.under(toTokens), channels, heads, null);
    toImage1 = new FactoredTokenToImage(block1.under(toImage), channels, heads, norm1);
    toTokens1 = new FactoredImageToToken(block1.under(toTokens), channels, heads, norm1);
    toImage2 =
        new FactoredTokenToImage(
            layers.under("transformer.final_attn_token_to_image"), channels, heads, norm2);
    masks = new FactoredMasks(layers.under("output_upscaling"), channels, norm2);

    Engine engine = layers.engine();
    RowMatrix rows = toTokens0.given();
    float[] shift =
        RowMatrix.row(RowMatrix.sum(norm1.bias(), toTokens1.outBias())).centred().values();
    given0 = toTokens0.byGiven(rows);
    given1 = toTokens1.byGiven(rows.times(norm1.gain()).centred());
    newGiven1 = toTokens1.byGiven(toTokens1.given());
    // The weights of each head add up to 1, so that a share for each head adds up to the shift.
    newGivenBias1 = engine.tensor(RowMatrix.row(shift).times(1f / heads).values(), channels);

    placeKeys1 = fixed(engine, toImage1.placeKeys(), new float[rows.rows()], positions);
    RowMatrix query = toTokens1.placeQueries();
    float[] queryBias = RowMatrix.sum(query.of(norm1.bias()), toTokens1.queryBias());
    placeQueries1 = fixed(engine, query, queryBias, positions);
    placeKeys2 = fixed(engine, toImage2.placeKeys(), new float[rows.rows()], positions);

    SharedProjections.Builder shared =
        new SharedProjections.Builder(engine, positions, toTokens0.outBias(), norm1.gain());
    projections =
        new SharedProjections(
            shared.placed(toImage0.keys(), new float[rows.rows()]),
            shared.image(toImage0.values(), toImage0.bias()),
            shared.placed(toTokens0.queries(), toTokens0.queryBias()),
            shared.before(rows),
            shared.before(toImage1.keys()),
            shared.before(toImage1.values()),
            shared.before(toTokens1.queries()),
            shared.after(rows.times(norm1.gain())),
            shared.after(toTokens1.given()),
            shared.after(RowMatrix.row(shift)),
            shared.after(toImage2.keys()),
            shared.after(toImage2.values()),
            shared.after(masks.first()),
            toTokens0.outBias(),
            norm1.gain(),
            positions.dim(1));
  }

  /** A projection of the cells' positions, the same for all images. */
  private static Tensor fixed(Engine engine, RowMatrix matrix, float[] bias, Tensor positions) {
    return SharedProjection.of(engine, matrix, bias, positions.dim(1)).fixed(engine, positions);
  }

  /**
   * What all prompts take from an image.
   *
   * @param image with what stands for no mask: (1, G x G, C)
   */
  SharedPlanes project(Operators ops, Tensor image) {
    return projections.of(ops, image);
  }

  /**
   * Runs it.
   *
   * @param tokens (P, T, C); also their own positions
   */
  Result run(Operators ops, Tensor tokens, SharedPlanes planes) {
    List<TwoWayAttentionBlock> blocks = transformer.blocks();
    CellPlanes keys0 = new CellPlanes(planes.keys0(), null, cells);
    Tensor x =
        blocks
            .get(0)
            .tokens(
                ops,
                tokens,
                tokens,
                (sum, placed) ->
                    toImage0.addTo(ops, sum, placed, null, null, keys0, planes.values0()));
    Tensor values0 = toTokens0.values(ops, x);
    Tensor basis0 = toTokens0.terms(ops, values0, given0);
    FactoredMap between =
        toTokens0.attend(
            ops,
            null,
            null,
            ops.add(x, tokens),
            new CellPlanes(planes.queries0(), null, cells),
            basis0,
            List.of(new Overlap(values0, planes.given0())),
            planes.squares0(),
            null);

    CellPlanes keys1 = new CellPlanes(planes.keys1(), placeKeys1, cells);
    x =
        blocks
            .get(1)
            .tokens(
                ops,
                x,
                tokens,
                (sum, placed) ->
                    toImage1.addTo(ops, sum, placed, between, basis0, keys1, planes.values1()));
    Tensor values1 = toTokens1.values(ops, x);
    Tensor placed = ops.add(x, tokens);
    Tensor basis1 = basis(ops, values0, values1);
    FactoredMap image =
        toTokens1.attend(
            ops,
            between,
            basis0,
            placed,
            new CellPlanes(planes.queries1(), placeQueries1, cells),
            basis1,
            List.of(
                new Overlap(values0, planes.given1()), new Overlap(values1, planes.newGiven1())),
            planes.squares1(),
            flat(planes.shift1()));
    CellPlanes keys2 = new CellPlanes(planes.keys2(), placeKeys2, cells);
    toImage2.addTo(ops, x, placed, image, basis1, keys2, planes.values2());
    return new Result(transformer.normalise(ops, x), image, basis1);
  }

  /** Blocks of one plane as rows. */
  private static Tensor flat(Tensor plane) {
    return plane.reshape(plane.dim(0), plane.dim(2));
  }

  /** What both blocks' tokens give to a cell after them: (P, 2 T x heads, C). */
  private Tensor basis(Operators ops, Tensor values0, Tensor values1) {
    Tensor old = toTokens1.terms(ops, values0, given1);
    int terms = old.dim(1);
    Tensor basis = ops.empty(old.dim(0), 2 * terms, channels);
    ops.copy(basis.slice(1, 0, terms), old);
    Tensor added = ops.add(toTokens1.terms(ops, values1, newGiven1), newGivenBias1);
    ops.copy(basis.slice(1, terms, 2 * terms), added);
    return basis;
  }

  /** The masks of an image; see {@link FactoredMasks#run}. */
  Tensor masks(
      Operators ops, Result result, SharedPlanes planes, Tensor filters, int[] owners, int side) {
    Tensor upscaled = planes.upscaled2();
    return masks.run(ops, result.image(), result.basis(), upscaled, filters, owners, side);
  }

  /** Whether the engine can do this for so many tokens at so many cells. */
  static boolean suits(Operators ops, int cells, int tokens, int heads) {
    FactoredMaps maps = ops.factoredMaps();
    return maps != null && maps.suits(cells, tokens * heads);
  }

  /**
   * Both sides after the transformer.
   *
   * @param tokens (P, T, C)
   * @param image without its last norm's gain and bias
   * @param basis of the image
   */
  record Result(Tensor tokens, FactoredMap image, Tensor basis) {}
}
