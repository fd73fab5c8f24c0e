package io.github.sam4j.prompt;

import io.github.sam4j.core.mask.LowResolutionLogits;
import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.parameters.StoredLayers;
import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.Convolution;
import io.github.sam4j.core.tensor.ConvolutionShape;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.Norm;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import java.util.List;

/**
 * Turns mask prompts into dense embeddings: two 2x2 convolutions of stride 2, each with LayerNorm2d
 * and GELU, then a 1x1 convolution. Immutable.
 */
final class MaskDownscaling {
  private static final float EPSILON = 1e-6f;

  private final int grid;
  private final int channels;
  private final Convolution first;
  private final Norm firstNorm;
  private final Convolution second;
  private final Norm secondNorm;
  private final Convolution last;

  /** From the parameters below "mask_downscaling.". */
  MaskDownscaling(Engine engine, Parameters parameters, int grid, int channels) {
    this.grid = grid;
    this.channels = channels;
    StoredLayers layers = new StoredLayers(engine, parameters);
    int firstChannels = layers.outputs("0");
    int secondChannels = layers.outputs("3");
    first = layers.convolution("0", new ConvolutionShape(1, firstChannels, 2, 2, 0, 1));
    firstNorm = layers.norm("1", firstChannels, EPSILON);
    second =
        layers.convolution("3", new ConvolutionShape(firstChannels, secondChannels, 2, 2, 0, 1));
    secondNorm = layers.norm("4", secondChannels, EPSILON);
    last = layers.convolution("6", new ConvolutionShape(secondChannels, channels, 1, 1, 0, 1));
  }

  /**
   * Embeds masks of side 4 G.
   *
   * @return (P, G x G, C)
   */
  Tensor embed(Operators ops, List<LowResolutionLogits> masks) {
    int side = 4 * grid;
    float[] values = new float[masks.size() * side * side];
    for (int i = 0; i < masks.size(); i++) {
      LowResolutionLogits mask = masks.get(i);
      if (mask.side() != side) {
        throw new IllegalArgumentException(
            "a mask prompt for this model must have side %d, found %d"
                .formatted(side, mask.side()));
      }
      System.arraycopy(mask.values(), 0, values, i * side * side, side * side);
    }
    Tensor x = ops.tensor(values, masks.size(), side, side, 1);
    x = ops.layerNorm(ops.convolution(x, first, Activation.NONE), firstNorm);
    x = ops.convolution(ops.activate(x, Activation.GELU), second, Activation.NONE);
    x = ops.activate(ops.layerNorm(x, secondNorm), Activation.GELU);
    return ops.convolution(x, last, Activation.NONE).reshape(masks.size(), grid * grid, channels);
  }
}
