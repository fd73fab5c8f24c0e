package io.github.sam4j.cpu.onednn;

import io.github.sam4j.core.tensor.Activation;
import org.jspecify.annotations.Nullable;

/**
 * What a matrix product computes: C = activation(scale (A B + bias)), or C += scale (A B + bias).
 *
 * @param m rows of A and C
 * @param k columns of A, rows of B
 * @param n columns of B and C
 * @param aStride values from one row of A to the next; its columns are adjacent
 * @param bRowStride values from one row of B to the next
 * @param bColumnStride values from one column of B to the next
 * @param cStride values from one row of C to the next; its columns are adjacent
 * @param layout of B, if it is packed; then its strides mean nothing
 * @param bias whether a row of n values is added
 * @param scale what the product is multiplied by
 * @param activation applied last
 * @param sum whether the result is added to C
 * @param a number format of A
 * @param c number format of C
 */
public record Product(
    int m,
    int k,
    int n,
    int aStride,
    int bRowStride,
    int bColumnStride,
    int cStride,
    @Nullable Layout layout,
    boolean bias,
    float scale,
    Activation activation,
    boolean sum,
    DataType a,
    DataType c) {

  /** A plain product of float32 matrices. */
  public static Product plain(
      int m, int k, int n, int aStride, int bRowStride, int bColumnStride, int cStride) {
    return new Product(
        m,
        k,
        n,
        aStride,
        bRowStride,
        bColumnStride,
        cStride,
        null,
        false,
        1,
        Activation.NONE,
        false,
        DataType.F32,
        DataType.F32);
  }

  /** A float32 product with a packed B. */
  public static Product packed(int m, int k, int n, int aStride, int cStride, Layout layout) {
    return new Product(
        m,
        k,
        n,
        aStride,
        0,
        0,
        cStride,
        layout,
        false,
        1,
        Activation.NONE,
        false,
        DataType.F32,
        DataType.F32);
  }

  /** The same product multiplied by a number. */
  public Product scaled(float factor) {
    return with(scale * factor, sum);
  }

  /** The same product added to C. */
  public Product added() {
    return with(scale, true);
  }

  private Product with(float newScale, boolean newSum) {
    return new Product(
        m,
        k,
        n,
        aStride,
        bRowStride,
        bColumnStride,
        cStride,
        layout,
        bias,
        newScale,
        activation,
        newSum,
        a,
        c);
  }
}
