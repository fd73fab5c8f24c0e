package io.github.sam4j.decoder.factored;

import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.decoder.transformer.RowMatrix;

/**
 * The positions e of an image's cells while a decoder is loaded.
 *
 * @param engine that keeps what is made of them
 * @param blocks the positions, block by block: (B, N, C)
 * @param cells G x G, without those that fill up the last block
 */
record CellPositions(Engine engine, Tensor blocks, int cells) {
  /** N. */
  int block() {
    return blocks.dim(1);
  }

  /** matrix (x0 + e) + bias, of the embedding's cells. */
  ImageProjection positioned(RowMatrix matrix, float[] bias) {
    ImageProjection plain = ImageProjection.of(engine, matrix, bias, block());
    return new ImageProjection(plain.matrix(), plain.kept(engine, blocks));
  }

  /** matrix e + bias, the same for all images: (B, rows, N). */
  Tensor project(RowMatrix matrix, float[] bias) {
    return ImageProjection.of(engine, matrix, bias, block()).kept(engine, blocks);
  }
}
