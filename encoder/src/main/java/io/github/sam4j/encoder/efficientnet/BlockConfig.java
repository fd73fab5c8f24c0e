package io.github.sam4j.encoder.efficientnet;

/**
 * Sizes of an inverted bottleneck.
 *
 * @param inputs channels of the map it takes
 * @param hidden channels between; equal to {@code inputs} where it does not widen
 * @param outputs channels of the map it gives
 * @param kernel side of its filters, odd
 * @param stride of its filters, 1 or 2
 * @param widens whether a layer leads from the inputs to the hidden channels
 */
public record BlockConfig(
    int inputs, int hidden, int outputs, int kernel, int stride, boolean widens) {
  /** Checks the arguments. */
  public BlockConfig {
    boolean sizes = inputs >= 1 && hidden >= 1 && outputs >= 1 && (widens || hidden == inputs);
    if (!sizes || kernel < 1 || kernel % 2 == 0 || stride < 1 || stride > 2) {
      throw new IllegalArgumentException(
          "impossible block: %d -> %d -> %d channels, kernel %d, stride %d, %s"
              .formatted(inputs, hidden, outputs, kernel, stride, widens ? "widens" : "as it is"));
    }
  }

  /** Whether the input is added to the result: where both have one shape. */
  public boolean residual() {
    return stride == 1 && inputs == outputs;
  }
}
