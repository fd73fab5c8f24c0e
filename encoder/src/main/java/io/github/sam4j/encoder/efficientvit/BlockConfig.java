package io.github.sam4j.encoder.efficientvit;

import java.util.Arrays;

/** Sizes of one of an {@link EfficientViT}'s blocks. */
public sealed interface BlockConfig {
  /** Channels of the map that it gives. */
  int outputs();

  /**
   * Two 3 x 3 convolutions and the map that they were given.
   *
   * @param outputs channels of either map
   * @param hidden channels between the convolutions
   */
  record Residual(int outputs, int hidden) implements BlockConfig {
    /** Checks the arguments. */
    public Residual {
      requirePositive(outputs, hidden);
    }
  }

  /**
   * A 3 x 3 convolution that widens and a layer over cells that narrows again (Gupta and Tan 2019,
   * "EfficientNet-EdgeTPU"); the map that it was given is added where the stride is 1.
   *
   * @param inputs channels of the map it takes
   * @param hidden channels between
   * @param outputs channels of the map it gives
   * @param stride of the convolution, 1 or 2
   */
  record Fused(int inputs, int hidden, int outputs, int stride) implements BlockConfig {
    /** Checks the arguments. */
    public Fused {
      requirePositive(inputs, hidden, outputs);
      requireStride(stride, inputs, outputs);
    }
  }

  /**
   * An inverted bottleneck with filters of 3 x 3; the map that it was given is added where the
   * stride is 1.
   *
   * @param inputs channels of the map it takes
   * @param hidden channels between
   * @param outputs channels of the map it gives
   * @param stride of the filters, 1 or 2
   */
  record Bottleneck(int inputs, int hidden, int outputs, int stride) implements BlockConfig {
    /** Checks the arguments. */
    public Bottleneck {
      requirePositive(inputs, hidden, outputs);
      requireStride(stride, inputs, outputs);
    }
  }

  /**
   * Linear attention and an inverted bottleneck, each added to the map it was given.
   *
   * @param heads of the attention at either of its two scales
   * @param headWidth channels of a head
   * @param kernel side of the filters that make the second scale, odd
   * @param local the inverted bottleneck, which keeps the map's shape
   */
  record Attention(int heads, int headWidth, int kernel, Bottleneck local) implements BlockConfig {
    /** Checks the arguments. */
    public Attention {
      requirePositive(heads, headWidth, kernel);
      if (kernel % 2 == 0 || local.stride() != 1) {
        throw new IllegalArgumentException(
            "impossible block: filters of side %d, %s".formatted(kernel, local));
      }
    }

    @Override
    public int outputs() {
      return local.outputs();
    }

    /** Channels of all queries of one scale, of its keys and of its values. */
    public int width() {
      return heads * headWidth;
    }
  }

  private static void requirePositive(int... sizes) {
    if (Arrays.stream(sizes).anyMatch(size -> size < 1)) {
      throw new IllegalArgumentException("impossible block of sizes " + Arrays.toString(sizes));
    }
  }

  private static void requireStride(int stride, int inputs, int outputs) {
    if (stride != 2 && (stride != 1 || inputs != outputs)) {
      throw new IllegalArgumentException(
          "impossible block: %d to %d channels at stride %d".formatted(inputs, outputs, stride));
    }
  }
}
