package io.github.sam4j.core.tensor;

/**
 * Tokens to be attended to, as each head of an attention layer sees them: token by token, for each
 * token head by head. A head's keys and values have the model's width, because they contain the
 * layer's projections of queries and results.
 *
 * @param keys (batch, tokens x heads, width), with the scores' scale
 * @param bias added to the scores: (batch, tokens x heads)
 * @param values (batch, tokens x heads, width)
 * @param heads how many there are
 */
public record HeadTokens(Tensor keys, Tensor bias, Tensor values, int heads) {
  /**
   * Checks the shapes.
   *
   * @throws IllegalArgumentException if they do not fit each other
   */
  public HeadTokens {
    int count = keys.rank() == 3 ? keys.dim(1) : 0;
    if (heads < 1 || count == 0 || count % heads != 0) {
      throw new IllegalArgumentException(
          "expected keys of shape [batch, tokens x %d heads, width], found %s"
              .formatted(heads, keys));
    }
    if (values.rank() != 3
        || values.dim(0) != keys.dim(0)
        || values.dim(1) != count
        || values.dim(2) != keys.dim(2)) {
      throw new IllegalArgumentException(
          "expected values like the %s, found %s".formatted(keys, values));
    }
    if (bias.rank() != 2 || bias.dim(0) != keys.dim(0) || bias.dim(1) != count) {
      throw new IllegalArgumentException(
          "expected a bias of shape [%d, %d], found %s".formatted(keys.dim(0), count, bias));
    }
  }

  /** How many tokens there are. */
  public int tokens() {
    return keys.dim(1) / heads;
  }
}
