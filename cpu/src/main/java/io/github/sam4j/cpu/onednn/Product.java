package io.github.sam4j.cpu.onednn;

import io.github.sam4j.core.tensor.Activation;
import org.jspecify.annotations.Nullable;

/**
 * What a matrix product computes: C = activation(scale (A B + bias)), or C += scale (A B + bias).
 *
 * @param size of the matrices
 * @param strides of the matrices
 * @param layout of B, if it is packed; then its strides mean nothing
 * @param after what happens to A B
 * @param a number format of A
 * @param c number format of C
 */
public record Product(
    Size size, Strides strides, @Nullable Layout layout, After after, DataType a, DataType c) {
  /**
   * Of the matrices.
   *
   * @param m rows of A and C
   * @param k columns of A, rows of B
   * @param n columns of B and C
   */
  public record Size(int m, int k, int n) {}

  /**
   * Of the matrices; columns of A and C are adjacent.
   *
   * @param a values from one row of A to the next
   * @param bRow values from one row of B to the next
   * @param bColumn values from one column of B to the next
   * @param c values from one row of C to the next
   */
  public record Strides(int a, int bRow, int bColumn, int c) {}

  /**
   * What happens to A B.
   *
   * @param bias whether a row of n values is added
   * @param scale what the sum is multiplied by
   * @param activation applied last
   * @param sum whether the result is added to C
   */
  public record After(boolean bias, float scale, Activation activation, boolean sum) {
    private static final After NOTHING = new After(false, 1, Activation.NONE, false);
  }

  /** A plain product of float32 matrices. */
  public static Product plain(
      int m, int k, int n, int aStride, int bRowStride, int bColumnStride, int cStride) {
    return new Product(
        new Size(m, k, n),
        new Strides(aStride, bRowStride, bColumnStride, cStride),
        null,
        After.NOTHING,
        DataType.F32,
        DataType.F32);
  }

  /** A float32 product with a packed B. */
  public static Product packed(int m, int k, int n, int aStride, int cStride, Layout layout) {
    return new Product(
        new Size(m, k, n),
        new Strides(aStride, 0, 0, cStride),
        layout,
        After.NOTHING,
        DataType.F32,
        DataType.F32);
  }

  /** The same product multiplied by a number. */
  public Product scaled(float factor) {
    return with(new After(after.bias(), after.scale() * factor, after.activation(), after.sum()));
  }

  /** The same product added to C. */
  public Product added() {
    return with(new After(after.bias(), after.scale(), after.activation(), true));
  }

  private Product with(After newAfter) {
    return new Product(size, strides, layout, newAfter, a, c);
  }
}
