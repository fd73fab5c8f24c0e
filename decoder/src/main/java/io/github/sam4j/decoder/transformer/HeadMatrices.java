package io.github.sam4j.decoder.transformer;

import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;

/**
 * A matrix for each head of an attention, to multiply the head's part of tokens with.
 *
 * @param matrices (heads, N, K)
 */
public record HeadMatrices(Tensor matrices) {
  /** How many heads there are. */
  public int heads() {
    return matrices.dim(0);
  }

  /**
   * Each head's matrix times the head's channels of each token.
   *
   * @param x (P, T, heads x K)
   * @return (P, T x heads, N), token by token and for each token head by head
   */
  public Tensor ofTokens(Operators ops, Tensor x) {
    return of(ops, x.reshape(x.dim(0), x.dim(1) * heads(), matrices.dim(2)));
  }

  /**
   * The same for what has a row for each token and head.
   *
   * @param x (P, T x heads, K), token by token and for each token head by head
   * @return (P, T x heads, N)
   */
  public Tensor of(Operators ops, Tensor x) {
    int tokens = x.dim(0) * x.dim(1) / heads();
    Tensor rows = x.reshape(tokens, heads(), x.dim(2)).swap(0, 1);
    Tensor result = ops.empty(tokens, heads(), matrices.dim(1));
    ops.copy(result.swap(0, 1), ops.matmulTransposed(rows, matrices));
    return result.reshape(x.dim(0), x.dim(1), matrices.dim(1));
  }
}
