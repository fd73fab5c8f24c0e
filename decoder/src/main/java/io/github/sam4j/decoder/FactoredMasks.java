package io.github.sam4j.decoder;

import io.github.sam4j.core.parameters.StoredLayers;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.FactoredMap;
import io.github.sam4j.core.tensor.FactoredUpscaling;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import java.util.Objects;

/**
 * The decoder's upscaling and its product with the mask tokens' filters, for an image that is a
 * {@link FactoredMap}: the same weights as {@link OutputUpscaling}.
 */
final class FactoredMasks {
  private final RowMatrix first;
  private final Tensor byFirst;
  private final Tensor bias;
  private final Tensor gain;
  private final Tensor shift;
  private final Tensor second;
  private final Tensor secondBias;

  /**
   * Loads its weights.
   *
   * @param norm of the image's cells
   */
  FactoredMasks(StoredLayers layers, int channels, FactoredNorm norm) {
    int middle = layers.outputs("0");
    int outputs = layers.outputs("3");
    Engine engine = layers.engine();
    RowMatrix plain = rows(layers, "0", channels, middle);
    first = plain.times(norm.gain());
    byFirst = engine.tensor(first.values(), 1, first.rows(), channels);
    float[] added = plain.of(norm.bias());
    float[] own = layers.bias("0", middle);
    for (int i = 0; i < added.length; i++) {
      added[i] += own[i % middle];
    }
    bias = engine.tensor(added, added.length);
    gain = engine.tensor(layers.weight("1", middle), middle);
    shift = engine.tensor(layers.bias("1", middle), middle);
    second = engine.tensor(rows(layers, "3", middle, outputs).values(), 4 * outputs, middle);
    secondBias = engine.tensor(layers.bias("3", outputs), outputs);
  }

  /** A transposed convolution's weights: for each place in the kernel a row for each output. */
  private static RowMatrix rows(StoredLayers layers, String name, int inputs, int outputs) {
    float[] weight = layers.weight(name, inputs, outputs, 2, 2);
    float[] rows = new float[weight.length];
    for (int input = 0; input < inputs; input++) {
      for (int output = 0; output < outputs; output++) {
        for (int place = 0; place < 4; place++) {
          rows[(place * outputs + output) * inputs + input] =
              weight[(input * outputs + output) * 4 + place];
        }
      }
    }
    return new RowMatrix(4 * outputs, inputs, rows);
  }

  /** The first convolution of cells before their norm's gain. */
  RowMatrix first() {
    return first;
  }

  /**
   * The masks.
   *
   * @param basis of the map: (P, R, C)
   * @param upscaled {@link #first} of the map's base: (B, 4 M, N)
   * @param filters (K, L)
   * @param owners the prompt of each filter, in ascending order: K
   * @return (K, 4 side, 4 side)
   */
  Tensor run(
      Operators ops,
      FactoredMap map,
      Tensor basis,
      Tensor upscaled,
      Tensor filters,
      int[] owners,
      int side) {
    FactoredUpscaling upscaling =
        new FactoredUpscaling(
            upscaled, bias, gain, shift, OutputUpscaling.EPSILON, second, secondBias);
    Tensor onBasis = ops.matmulTransposed(byFirst, basis);
    return Objects.requireNonNull(ops.factoredMaps())
        .masks(map, upscaling, onBasis, filters, owners, side);
  }
}
