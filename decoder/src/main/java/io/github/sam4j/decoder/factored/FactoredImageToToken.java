package io.github.sam4j.decoder.factored;

import io.github.sam4j.core.parameters.StoredLayers;
import io.github.sam4j.core.tensor.CellPlanes;
import io.github.sam4j.core.tensor.FactoredMap;
import io.github.sam4j.core.tensor.FactoredSum;
import io.github.sam4j.core.tensor.FactoredSum.Overlap;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.core.tensor.TokenProjections;
import io.github.sam4j.decoder.transformer.Attention;
import io.github.sam4j.decoder.transformer.AttentionWeights;
import io.github.sam4j.decoder.transformer.HeadMatrices;
import io.github.sam4j.decoder.transformer.ImageToTokenAttention;
import io.github.sam4j.decoder.transformer.RowMatrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@link ImageToTokenAttention} from the cells of a {@link FactoredImage}, with its residual
 * connection and layer norm, with the same weights.
 */
final class FactoredImageToToken {
  private final Attention attention;
  private final float[] outBias;
  private final RowMatrix added;
  private final HeadMatrices byAdded;
  private final ImageProjection addedOverlap;
  private final HeadMatrices byQueries;
  private final ImageProjection queries;
  private final @Nullable Tensor positionQueries;
  private final @Nullable Kept kept;
  private final CellState after;
  private final float epsilon;
  private final int cells;

  /**
   * What comes through the norm from the block before.
   *
   * @param byKept from the earlier values to the vectors that are kept
   * @param overlap products of the image with these vectors' matrices
   * @param shift what is added to every cell, a share for each head: (C)
   * @param shiftOverlap products of the image with all of the shift
   */
  private record Kept(
      HeadMatrices byKept, ImageProjection overlap, Tensor shift, ImageProjection shiftOverlap) {
    static Kept of(
        AttentionWeights weights, CellState before, CellState after, RowMatrix addedBefore) {
      RowMatrix kept = addedBefore.times(before.norm().gain());
      float[] constant = RowMatrix.sum(before.norm().bias(), weights.outBias());
      RowMatrix shift = RowMatrix.row(constant).centred();
      // The weights of each head add up to 1, so that a share for each head adds up to the shift.
      float[] share = shift.times(1f / weights.heads()).values();
      return new Kept(
          weights.toChannels(kept.centred()),
          after.image(kept),
          weights.vector(share),
          after.image(RowMatrix.row(shift.values())));
    }
  }

  /**
   * Folds its weights.
   *
   * @param before state of the cells that attend
   * @param norm after the attention
   * @param addedBefore {@link #added} of the block before; null before the first block
   * @param positions of the cells
   * @param epsilon of the norm
   */
  FactoredImageToToken(
      StoredLayers layers,
      ImageToTokenAttention same,
      CellState before,
      FactoredNorm norm,
      @Nullable RowMatrix addedBefore,
      CellPositions positions,
      float epsilon) {
    this.epsilon = epsilon;
    cells = positions.cells();
    attention = same.attention();
    AttentionWeights weights = AttentionWeights.of(layers, attention);
    RowMatrix query = weights.scaled("q_proj");
    float[] queryBias = weights.scaledBias("q_proj");
    outBias = weights.outBias();
    added = weights.out().centred();
    byAdded = weights.toChannels(added);
    if (addedBefore == null) {
      after = before.afterFirst(norm, outBias);
      byQueries = same.byQueries();
      queries = positions.positioned(query, queryBias);
      positionQueries = null;
      kept = null;
    } else {
      after = before.afterSecond(norm);
      RowMatrix queryBeforeGain = before.beforeGain(query);
      byQueries = weights.toChannels(queryBeforeGain);
      queries = before.image(queryBeforeGain);
      positionQueries =
          positions.project(query, RowMatrix.sum(before.ofNormBias(query), queryBias));
      kept = Kept.of(weights, before, after, addedBefore);
    }
    addedOverlap = after.image(added);
  }

  /** M of the vectors that it adds to cells, C O: a row for each inner channel. */
  RowMatrix added() {
    return added;
  }

  /** o, the bias of the result. */
  float[] outBias() {
    return outBias;
  }

  /** State of the cells after the norm. */
  CellState after() {
    return after;
  }

  /**
   * What it takes from an image.
   *
   * @param blocks of the embedding's cells: (B, N, C)
   * @param squares of the sum's image: (B, N)
   */
  ImagePlanes.ToTokens planes(Operators ops, Tensor blocks, Tensor squares) {
    List<Tensor> overlaps = new ArrayList<>();
    Tensor shift = null;
    if (kept != null) {
      overlaps.add(kept.overlap().of(ops, blocks));
      Tensor plane = kept.shiftOverlap().of(ops, blocks);
      shift = plane.reshape(plane.dim(0), plane.dim(2));
    }
    overlaps.add(addedOverlap.of(ops, blocks));
    return new ImagePlanes.ToTokens(queries.of(ops, blocks), overlaps, shift, squares);
  }

  /**
   * The images after the attention and the norm.
   *
   * @param image before; null before the first block, where all prompts share one
   * @param tokens (P, T, C)
   * @param positioned the tokens with their positions: (P, T, C)
   * @param planes of the image that all prompts share
   */
  FactoredImage attend(
      Operators ops,
      @Nullable FactoredImage image,
      Tensor tokens,
      Tensor positioned,
      ImagePlanes.ToTokens planes) {
    Tensor values = attention.values(ops, tokens);
    Tensor vectors = byAdded.ofTokens(ops, values);
    Tensor keys = attention.keys(ops, positioned);
    FactoredMap map = null;
    Tensor onPrompt = null;
    List<Overlap> overlaps = new ArrayList<>();
    if (image != null) {
      vectors = withKept(ops, image.values(), vectors);
      map = image.map();
      onPrompt = ops.matmulTransposed(byQueries.ofTokens(ops, keys), image.prompt());
      overlaps.add(new Overlap(image.values(), planes.overlaps().get(0)));
    }
    overlaps.add(new Overlap(values, planes.overlaps().get(overlaps.size())));
    FactoredSum sum =
        new FactoredSum(
            overlaps,
            ops.matmulTransposed(vectors, vectors),
            planes.squares(),
            planes.shift(),
            attention.channels(),
            epsilon);
    FactoredMap after =
        Objects.requireNonNull(ops.factoredMaps())
            .attentionFrom(
                map,
                new TokenProjections(keys, onPrompt),
                new CellPlanes(planes.queries(), positionQueries, cells),
                attention.heads(),
                sum);
    return new FactoredImage(after, vectors, values);
  }

  /** The vectors that are kept, then those that are added: (P, 2 T x heads, C). */
  private Tensor withKept(Operators ops, Tensor earlierValues, Tensor vectors) {
    Kept before = Objects.requireNonNull(kept);
    Tensor old = before.byKept().ofTokens(ops, earlierValues);
    int terms = old.dim(1);
    Tensor all = ops.empty(old.dim(0), 2 * terms, old.dim(2));
    ops.copy(all.slice(1, 0, terms), old);
    ops.copy(all.slice(1, terms, 2 * terms), ops.add(vectors, before.shift()));
    return all;
  }
}
