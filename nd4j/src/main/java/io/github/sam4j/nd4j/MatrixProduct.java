package io.github.sam4j.nd4j;

import io.github.sam4j.core.tensor.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Products of contiguous row-major matrices. ND4J copies whatever BLAS cannot take in column-major
 * order and leaves those copies to the garbage collector; a row-major matrix is its own transpose
 * in column-major order, so every product is asked for transposed and nothing is copied.
 */
final class MatrixProduct {
  private MatrixProduct() {}

  /** c = alpha a b^T + beta c, with a (m, k), b (n, k), c (m, n). */
  static void transposed(Tensor a, Tensor b, Tensor c, double alpha, double beta) {
    Nd4j.gemm(columnMajor(b), columnMajor(a), columnMajor(c), true, false, alpha, beta);
  }

  /** c = a b, with a (m, k), b (k, n), c (m, n). */
  static void plain(Tensor a, Tensor b, Tensor c) {
    Nd4j.gemm(columnMajor(b), columnMajor(a), columnMajor(c), false, false, 1, 0);
  }

  /** The transpose of a contiguous row-major matrix, over the same memory. */
  private static INDArray columnMajor(Tensor matrix) {
    if (matrix.rank() != 2 || !matrix.isContiguous()) {
      throw new IllegalArgumentException("not a contiguous matrix: " + matrix);
    }
    return Nd4jTensors.columnMajor(matrix);
  }
}
