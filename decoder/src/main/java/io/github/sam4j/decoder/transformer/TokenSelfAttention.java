package io.github.sam4j.decoder.transformer;

import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;

/** What the tokens of a {@link TwoWayAttentionBlock} do among themselves, before its first norm. */
@FunctionalInterface
public interface TokenSelfAttention {
  /**
   * The tokens after it.
   *
   * @param tokens (P, T, C)
   * @param positions of the tokens: (P, T, C)
   * @return (P, T, C), of the caller's
   */
  Tensor run(Operators ops, Tensor tokens, Tensor positions);

  /** SAM's first block: the tokens, which are their positions, are repositioned by the result. */
  static TokenSelfAttention replacing(Attention attention) {
    return (ops, tokens, positions) -> attend(ops, attention, tokens, tokens);
  }

  /** SAM's other blocks: positions join queries and keys, and the result is added to the tokens. */
  static TokenSelfAttention residual(Attention attention) {
    return (ops, tokens, positions) ->
        ops.add(tokens, attend(ops, attention, ops.add(tokens, positions), tokens));
  }

  /** EfficientSAM's first block: as SAM's, but the result is added to the tokens. */
  static TokenSelfAttention adding(Attention attention) {
    return (ops, tokens, positions) -> ops.add(tokens, attend(ops, attention, tokens, tokens));
  }

  /** EfficientSAM's other blocks: the positions join the tokens for good, values and sum too. */
  static TokenSelfAttention repositioning(Attention attention) {
    return (ops, tokens, positions) -> {
      Tensor positioned = ops.add(tokens, positions);
      return ops.add(positioned, attend(ops, attention, positioned, positioned));
    };
  }

  private static Tensor attend(
      Operators ops, Attention attention, Tensor positioned, Tensor tokens) {
    return attention.attend(
        ops,
        attention.queries(ops, positioned),
        attention.keys(ops, positioned),
        attention.values(ops, tokens));
  }
}
