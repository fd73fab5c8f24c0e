package io.github.sam4j.decoder.hq;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.parameters.StoredLayers;
import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.Norm;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.core.tensor.TransposedConvolution;
import io.github.sam4j.decoder.OutputUpscaling;

/** Two transposed convolutions to four times a map's side, LayerNorm2d and GELU between them. */
final class FeatureUpscaling {
  private final TransposedConvolution first;
  private final Norm norm;
  private final TransposedConvolution second;

  /**
   * Loads its weights.
   *
   * @throws WeightsFormatException if a tensor is missing or has another shape
   */
  FeatureUpscaling(StoredLayers layers, int inputs, int outputs) {
    int middle = layers.outputs("0");
    first = layers.transposedConvolution("0", inputs, middle);
    norm = layers.norm("1", middle, OutputUpscaling.EPSILON);
    second = layers.transposedConvolution("3", middle, outputs);
  }

  /**
   * Runs it.
   *
   * @param map (1, G, G, inputs)
   * @return (1, 4 G, 4 G, outputs)
   */
  Tensor run(Operators ops, Tensor map) {
    Tensor x = ops.transposedConvolution(map, first, Activation.NONE);
    x = ops.activate(ops.layerNorm(x, norm), Activation.GELU);
    return ops.transposedConvolution(x, second, Activation.NONE);
  }
}
