package io.github.sam4j.core.tensor;

import org.jspecify.annotations.Nullable;

/**
 * An inverted bottleneck (Sandler et al. 2018, "MobileNetV2"): a map's cells are widened, each
 * channel is filtered by itself, and the cells are narrowed again.
 *
 * @param expand widens the cells; null where they are filtered as they are
 * @param depthwise the filters
 * @param project narrows the cells; nothing is applied to its result
 * @param activation applied to what {@code expand} and {@code depthwise} give
 * @param residual whether the input is added to the result, which then has its shape
 */
public record InvertedBottleneck(
    @Nullable Linear expand,
    Convolution depthwise,
    Linear project,
    Activation activation,
    boolean residual) {
  /**
   * Checks that the parts fit each other.
   *
   * @throws IllegalArgumentException if they do not
   */
  public InvertedBottleneck {
    ConvolutionShape shape = depthwise.shape();
    if (shape.groups() != shape.inputs()) {
      throw new IllegalArgumentException(
          "expected a convolution of each channel by itself, found " + shape);
    }
    if (expand != null) {
      ArgumentCheck.widths("the output of expand", shape.inputs(), expand.outputs());
    }
    ArgumentCheck.widths("the input of project", shape.outputs(), project.inputs());
    if (residual) {
      int inputs = expand == null ? shape.inputs() : expand.inputs();
      ArgumentCheck.widths("the output of project", inputs, project.outputs());
      if (shape.stride() != 1 || shape.kernel() != 2 * shape.padding() + 1) {
        throw new IllegalArgumentException(
            "expected filters that keep a map's shape where the input is added, found " + shape);
      }
    }
  }

  /** Channels of a map that it takes. */
  public int inputs() {
    return expand == null ? depthwise.shape().inputs() : expand.inputs();
  }

  /** Channels of the map that it gives. */
  public int outputs() {
    return project.outputs();
  }
}
