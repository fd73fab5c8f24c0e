package io.github.sam4j.cpu.onednn;

import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.ConvolutionShape;

/**
 * Some rows of the convolution of a channels-last map.
 *
 * @param shape of the convolution
 * @param rows of the map that the result's rows need
 * @param columns of the map
 * @param above rows of zeros above these rows
 * @param outRows rows of the result
 * @param outColumns columns of the result
 * @param bias whether each output has one
 * @param activation applied last
 */
public record RowConvolution(
    ConvolutionShape shape,
    int rows,
    int columns,
    int above,
    int outRows,
    int outColumns,
    boolean bias,
    Activation activation) {

  /** Rows of zeros below the map's rows. */
  int below() {
    return Math.max(0, (outRows - 1) * shape.stride() + shape.kernel() - above - rows);
  }

  /** Columns of zeros right of the map's columns. */
  int right() {
    return Math.max(
        0, (outColumns - 1) * shape.stride() + shape.kernel() - shape.padding() - columns);
  }
}
