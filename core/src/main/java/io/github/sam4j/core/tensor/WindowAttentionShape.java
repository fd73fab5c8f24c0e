package io.github.sam4j.core.tensor;

/**
 * Geometry of self-attention within square windows of a square map.
 *
 * <p>The map of {@code side} x {@code side} tokens is padded at the bottom and right to whole
 * windows; padding tokens take part in attention with the fixed row {@code padding} and are dropped
 * from the result. A window as large as the map is global attention.
 *
 * @param side tokens along the map's side
 * @param window tokens along a window's side, 1 to {@code side}, or more when the map is smaller
 *     than one window
 * @param heads attention heads
 * @param headWidth channels of one head; rows of the map are 3 x heads x headWidth wide: all
 *     queries, then all keys, then all values, each head after head
 * @param padding the query, key and value of a padding token, 3 x heads x headWidth values (what
 *     the qkv layer makes of a padded zero)
 */
public record WindowAttentionShape(
    int side, int window, int heads, int headWidth, float[] padding) {
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
