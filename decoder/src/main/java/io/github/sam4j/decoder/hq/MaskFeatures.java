package io.github.sam4j.decoder.hq;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.parameters.StoredLayers;
import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.Convolution;
import io.github.sam4j.core.tensor.ConvolutionShape;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.Norm;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.decoder.OutputUpscaling;

/**
 * The convolutions between SAM's upscaled image and the filter of the HQ token: 3 x 3, LayerNorm2d,
 * GELU, 3 x 3.
 *
 * <p>The second convolution, of M to L channels, is never computed: a filter f of its outputs is a
 * convolution of M channels to one, whose kernel at place t is f W[t]. So the nine f W[t] are
 * multiplied with the cells, and a convolution that has a 1 at place t for plane t moves the nine
 * planes to where they belong and adds them up. That is some 1 / L of the multiply-adds.
 */
final class MaskFeatures {
  private static final int KERNEL = 3;
  private static final int PLACES = KERNEL * KERNEL;

  private final Convolution first;
  private final Norm norm;
  private final int middle;
  private final Tensor second;
  private final float[] bias;
  private final Convolution gather;

  /**
   * Loads its weights.
   *
   * @param channels L, of the upscaled image and of the result
   * @throws WeightsFormatException if a tensor is missing or has another shape
   */
  MaskFeatures(StoredLayers layers, int channels) {
    Engine engine = layers.engine();
    middle = layers.outputs("0");
    first = layers.convolution("0", new ConvolutionShape(channels, middle, KERNEL, 1, 1, 1));
    norm = layers.norm("1", middle, OutputUpscaling.EPSILON);
    float[] weight = layers.weight("3", channels, middle, KERNEL, KERNEL);
    second = engine.tensor(byPlace(weight, channels, middle), 1, PLACES * middle, channels);
    bias = layers.bias("3", channels);
    float[] ones = new float[PLACES * PLACES];
    for (int place = 0; place < PLACES; place++) {
      ones[place * PLACES + place] = 1;
    }
    gather = engine.convolution(new ConvolutionShape(PLACES, 1, KERNEL, 1, 1, 1), ones, null);
  }

  /** From (L, M, 3, 3) to (9, M, L). */
  private static float[] byPlace(float[] weight, int channels, int middle) {
    float[] rows = new float[weight.length];
    int at = 0;
    for (int place = 0; place < PLACES; place++) {
      for (int input = 0; input < middle; input++) {
        for (int output = 0; output < channels; output++) {
          rows[at++] = weight[(output * middle + input) * PLACES + place];
        }
      }
    }
    return rows;
  }

  /** What {@link #product} leaves out, as it is the same for all cells and pictures: L values. */
  float[] bias() {
    return bias;
  }

  /**
   * All before the second convolution.
   *
   * @param upscaled (1, rows, columns, L)
   * @return (1, rows, columns, M)
   */
  Tensor before(Operators ops, Tensor upscaled) {
    Tensor x = ops.convolution(upscaled, first, Activation.NONE);
    return ops.activate(ops.layerNorm(x, norm), Activation.GELU);
  }

  /**
   * A filter times the second convolution without its bias.
   *
   * @param filter (1, L)
   * @param before as {@link #before} gives it
   * @return (1, rows, columns, 1)
   */
  Tensor product(Operators ops, Tensor filter, Tensor before) {
    int rows = before.dim(1);
    int columns = before.dim(2);
    Tensor kernels = ops.matmulTransposed(filter.reshape(1, 1, filter.dim(1)), second);
    Tensor planes =
        ops.matmulTransposed(
            before.reshape(1, rows * columns, middle), kernels.reshape(1, PLACES, middle));
    return ops.convolution(planes.reshape(1, rows, columns, PLACES), gather, Activation.NONE);
  }
}
