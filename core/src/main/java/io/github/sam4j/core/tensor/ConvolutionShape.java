package io.github.sam4j.core.tensor;

/**
 * Geometry of a two-dimensional convolution with a square kernel.
 *
 * @param inputs input channels
 * @param outputs output channels
 * @param kernel side of the kernel
 * @param stride step in both directions
 * @param padding zeros added on each side
 * @param groups into how many equal parts, one after the other, inputs and outputs are divided; a
 *     part of the outputs sees the same part of the inputs alone. 1 for a dense convolution, {@code
 *     inputs} and {@code outputs} for a depthwise one
 */
public record ConvolutionShape(
    int inputs, int outputs, int kernel, int stride, int padding, int groups) {
  /** Checks the arguments. */
  public ConvolutionShape {
    if (inputs < 1 || outputs < 1 || kernel < 1 || stride < 1 || padding < 0) {
      throw new IllegalArgumentException(
          "impossible convolution: %d -> %d channels, kernel %d, stride %d, padding %d"
              .formatted(inputs, outputs, kernel, stride, padding));
    }
    if (groups < 1 || inputs % groups != 0 || outputs % groups != 0) {
      throw new IllegalArgumentException(
          "groups must divide inputs and outputs, found %d groups, %d inputs, %d outputs"
              .formatted(groups, inputs, outputs));
    }
  }

  /** Side of the output for an input of this side. */
  public int outputSide(int side) {
    return (side + 2 * padding - kernel) / stride + 1;
  }

  /** Whether each channel is filtered by itself. */
  public boolean depthwise() {
    return groups > 1 && groups == inputs && groups == outputs;
  }

  /** How many weights it has. */
  public int weights() {
    return outputs * (inputs / groups) * kernel * kernel;
  }
}
