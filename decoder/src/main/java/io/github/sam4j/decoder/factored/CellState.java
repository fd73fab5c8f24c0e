package io.github.sam4j.decoder.factored;

import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.decoder.transformer.RowMatrix;
import org.jspecify.annotations.Nullable;

/**
 * The image's cells before the first block, after it or after the second: how a projection of them
 * comes from the image embedding. See the package for the symbols.
 */
final class CellState {
  private final Engine engine;
  private final int block;
  private final @Nullable FactoredNorm norm;
  private final float @Nullable [] added;
  private final float @Nullable [] gain;

  private CellState(
      Engine engine,
      int block,
      @Nullable FactoredNorm norm,
      float @Nullable [] added,
      float @Nullable [] gain) {
    this.engine = engine;
    this.block = block;
    this.norm = norm;
    this.added = added;
    this.gain = gain;
  }

  /**
   * The embedding itself: x0, without a norm.
   *
   * @param block N
   */
  static CellState embedding(Engine engine, int block) {
    return new CellState(engine, block, null, null, null);
  }

  /**
   * After the first block: image1 = C (x0 + o1).
   *
   * @param newNorm the block's last
   * @param outBias o1, bias of the block's image-to-token attention
   */
  CellState afterFirst(FactoredNorm newNorm, float[] outBias) {
    return new CellState(engine, block, newNorm, outBias, null);
  }

  /**
   * After the second block, where this is the state after the first: image2 = C (g1 * image1).
   *
   * @param newNorm the block's last
   */
  CellState afterSecond(FactoredNorm newNorm) {
    return new CellState(engine, block, newNorm, added, norm().gain());
  }

  /** The norm that made this state; there is none before the first block. */
  FactoredNorm norm() {
    if (norm == null) {
      throw new IllegalStateException("no norm comes before the first block");
    }
    return norm;
  }

  /** Whether this is the state before the first block, which prompts have not changed. */
  boolean isEmbedding() {
    return norm == null;
  }

  /** W', the projection of cells before their norm's gain. */
  RowMatrix beforeGain(RowMatrix projection) {
    return projection.times(norm().gain());
  }

  /** W b, what the norm's bias adds to the projection of every cell. */
  float[] ofNormBias(RowMatrix projection) {
    return projection.of(norm().bias());
  }

  /** matrix image, for the image's part of the cells after a block. */
  ImageProjection image(RowMatrix matrix) {
    if (added == null) {
      throw new IllegalStateException("the image before the first block is the embedding");
    }
    RowMatrix centred = gain == null ? matrix.centred() : matrix.centred().times(gain).centred();
    return embedding(centred, centred.of(added));
  }

  /** matrix x0 + bias. */
  ImageProjection embedding(RowMatrix matrix, float[] bias) {
    return ImageProjection.of(engine, matrix, bias, block);
  }
}
