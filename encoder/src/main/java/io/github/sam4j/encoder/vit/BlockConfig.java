package io.github.sam4j.encoder.vit;

/**
 * Sizes of one transformer block of {@link ImageEncoderViT}.
 *
 * @param window tokens along the side of an attention window; the map's own side means global
 *     attention
 * @param heads attention heads
 * @param headWidth channels of one head; heads x headWidth may differ from the map's channels
 * @param mlpWidth hidden channels of the feed-forward half
 * @param relativePosition whether attention has decomposed relative positions
 * @param qkvBias whether the query, key and value layer has a bias
 */
public record BlockConfig(
    int window, int heads, int headWidth, int mlpWidth, boolean relativePosition, boolean qkvBias) {
  /** Checks the arguments. */
  public BlockConfig {
    if (window < 1 || heads < 1 || headWidth < 1 || mlpWidth < 1) {
      throw new IllegalArgumentException(
          "impossible block: window %d, heads %d, head width %d, MLP width %d"
              .formatted(window, heads, headWidth, mlpWidth));
    }
  }

  /** Channels inside attention, heads x headWidth. */
  public int attentionWidth() {
    return heads * headWidth;
  }
}
