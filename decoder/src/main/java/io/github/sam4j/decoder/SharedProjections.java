package io.github.sam4j.decoder;

import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;

/**
 * The projections that make {@link SharedPlanes} of an image; a component is for the planes of its
 * name.
 *
 * @param outBias what the first image-to-token attention adds to every cell
 * @param gain of the norm after it
 * @param block N, cells of a block
 */
record SharedProjections(
    SharedProjection keys0,
    SharedProjection values0,
    SharedProjection queries0,
    SharedProjection given0,
    SharedProjection keys1,
    SharedProjection values1,
    SharedProjection queries1,
    SharedProjection given1,
    SharedProjection newGiven1,
    SharedProjection shift1,
    SharedProjection keys2,
    SharedProjection values2,
    SharedProjection upscaled2,
    float[] outBias,
    float[] gain,
    int block) {

  /**
   * The planes of an image.
   *
   * @param image with what stands for no mask: (1, G x G, C)
   */
  SharedPlanes of(Operators ops, Tensor image) {
    Tensor cells = blocks(ops, image.reshape(image.dim(1), image.dim(2)), block);
    int blocks = cells.dim(0);
    float[] squares0 = new float[blocks * block];
    float[] squares1 = new float[blocks * block];
    squares(image.toArray(), squares0, squares1);
    return new SharedPlanes(
        keys0.of(ops, cells),
        values0.of(ops, cells),
        queries0.of(ops, cells),
        given0.of(ops, cells),
        ops.tensor(squares0, blocks, block),
        keys1.of(ops, cells),
        values1.of(ops, cells),
        queries1.of(ops, cells),
        given1.of(ops, cells),
        newGiven1.of(ops, cells),
        shift1.of(ops, cells),
        ops.tensor(squares1, blocks, block),
        keys2.of(ops, cells),
        values2.of(ops, cells),
        upscaled2.of(ops, cells));
  }

  /**
   * Cells cut into blocks.
   *
   * @param cells (G x G, C)
   * @return (B, N, C), the last block filled up with zeros
   */
  static Tensor blocks(Operators ops, Tensor cells, int block) {
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

  /** The squared lengths of what both norms are given, but for the prompts' part. */
  private void squares(float[] image, float[] before, float[] after) {
    int channels = gain.length;
    float[] cell = new float[channels];
    for (int i = 0; i < image.length / channels; i++) {
      for (int c = 0; c < channels; c++) {
        cell[c] = image[i * channels + c] + outBias[c];
      }
      before[i] = centre(cell);
      for (int c = 0; c < channels; c++) {
        cell[c] *= gain[c];
      }
      after[i] = centre(cell);
    }
  }

  /** Subtracts the mean; returns the squared length of what is left. */
  private static float centre(float[] cell) {
    double sum = 0;
    for (float value : cell) {
      sum += value;
    }
    float mean = (float) (sum / cell.length);
    double square = 0;
    for (int c = 0; c < cell.length; c++) {
      cell[c] -= mean;
      square += (double) cell[c] * cell[c];
    }
    return (float) square;
  }

  /**
   * Folds what happens to an image into its projections.
   *
   * @param positions of the cells: (B, N, C)
   */
  record Builder(Engine engine, Tensor positions, float[] outBias, float[] gain) {
    private int block() {
      return positions.dim(1);
    }

    /** Of the image. */
    SharedProjection image(RowMatrix matrix, float[] bias) {
      return SharedProjection.of(engine, matrix, bias, block());
    }

    /** Of the image with its positions. */
    SharedProjection placed(RowMatrix matrix, float[] bias) {
      return SharedProjection.placed(engine, matrix, bias, positions);
    }

    /**
     * Of what the first norm is given but for the prompts' part: the image and bias less their
     * mean. With that norm's gain in the matrix it is of what the norm makes of it.
     */
    SharedProjection before(RowMatrix matrix) {
      RowMatrix centred = matrix.centred();
      return SharedProjection.of(engine, centred, centred.of(outBias), block());
    }

    /** Of what the second norm is given but for the prompts' part. */
    SharedProjection after(RowMatrix matrix) {
      return before(matrix.centred().times(gain));
    }
  }
}
