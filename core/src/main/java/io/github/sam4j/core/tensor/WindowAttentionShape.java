package io.github.sam4j.core.tensor;

/**
 * Geometry of self-attention within square windows of a square map.
 *
 * <p>The map of {@code side} x {@code side} tokens is padded at the bottom and right to whole
 * windows; padding tokens take part in attention with the fixed row {@code padding} and are dropped
 * from the result. A window as large as the map is global attention.
 *
 * <p>Queries may be pooled (Ryali et al. 2023, "Hiera"): then the greatest of each 2 x 2 queries of
 * a window, channel by channel, is one query, and the result has half the map's side.
 *
 * @param side tokens along the map's side
 * @param window tokens along a window's side, 1 to {@code side}, or more when the map is smaller
 *     than one window
 * @param heads attention heads
 * @param headWidth channels of one head; rows of the map are 3 x heads x headWidth wide: all
 *     queries, then all keys, then all values, each head after head
 * @param padding the query, key and value of a padding token, 3 x heads x headWidth values (what
 *     the qkv layer makes of a padded zero)
 * @param queryPool 1, or 2 where queries are pooled: side and window are even then
 */
public record WindowAttentionShape(
    int side, int window, int heads, int headWidth, float[] padding, int queryPool) {
  /** Checks the arguments. */
  public WindowAttentionShape {
    if (side < 1 || window < 1 || heads < 1 || headWidth < 1) {
      throw new IllegalArgumentException(
          "impossible window attention: side %d, window %d, heads %d, head width %d"
              .formatted(side, window, heads, headWidth));
    }
    if (padding.length != 3 * heads * headWidth) {
      throw new IllegalArgumentException(
          "padding must have %d values, found %d".formatted(3 * heads * headWidth, padding.length));
    }
    if (queryPool != 1 && !(queryPool == 2 && side % 2 == 0 && window % 2 == 0)) {
      throw new IllegalArgumentException(
          "queries are pooled by 1, or by 2 in maps and windows of even sides; found %d, side %d,"
                  .formatted(queryPool, side)
              + " window "
              + window);
    }
  }

  /** With as many queries as tokens. */
  public WindowAttentionShape(int side, int window, int heads, int headWidth, float[] padding) {
    this(side, window, heads, headWidth, padding, 1);
  }

  /** Tokens along the result's side. */
  public int resultSide() {
    return side / queryPool;
  }

  /** Queries along a window's side. */
  public int windowQueries() {
    return window / queryPool;
  }

  /** Channels of the result: heads x headWidth. */
  public int channels() {
    return heads * headWidth;
  }

  /** Tokens of one window. */
  public int windowTokens() {
    return window * window;
  }

  /** Windows along the padded map's side. */
  public int windowsPerSide() {
    return (side + window - 1) / window;
  }
}
