package io.github.sam4j.core.parameters;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.Linear;
import io.github.sam4j.core.tensor.Norm;

/**
 * Packs layers for an engine from tensors {@code name.weight} and {@code name.bias}.
 *
 * @param engine that they are packed for, and freed with
 * @param parameters that hold them
 */
public record StoredLayers(Engine engine, Parameters parameters) {
  /**
   * A fully connected layer with a bias.
   *
   * @throws WeightsFormatException if its weight is not (outputs, inputs) or its bias not (outputs)
   */
  public Linear linear(String name, int inputs, int outputs) {
    return engine.linear(
        inputs,
        outputs,
        parameters.values(name + ".weight", outputs, inputs),
        parameters.values(name + ".bias", outputs));
  }

  /**
   * A norm over the last dimension.
   *
   * @param epsilon added to the variance
   * @throws WeightsFormatException if its weight or its bias is not (width)
   */
  public Norm norm(String name, int width, float epsilon) {
    return engine.norm(
        parameters.values(name + ".weight", width),
        parameters.values(name + ".bias", width),
        epsilon);
  }
}
