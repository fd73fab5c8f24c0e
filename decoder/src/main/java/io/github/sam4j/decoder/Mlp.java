package io.github.sam4j.decoder;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.parameters.StoredLayers;
import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.Linear;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Fully connected layers with an activation between them.
 *
 * @param layers first to last, at least one
 * @param activation between them, not behind the last
 */
public record Mlp(List<Linear> layers, Activation activation) {
  /** Copies the list. */
  public Mlp {
    layers = List.copyOf(layers);
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("an MLP needs at least one layer, found none");
    }
  }

  /**
   * SAM's: as many layers as there are weights {@code layers.N}, with ReLU between them.
   *
   * @param inputs values of what comes in
   * @param outputs values of the result
   * @throws WeightsFormatException if a tensor is missing or has another shape
   */
  public static Mlp load(StoredLayers weights, int inputs, int outputs) {
    List<Linear> layers = new ArrayList<>();
    int width = inputs;
    int depth = weights.count("layers", "weight");
    for (int i = 0; i < depth; i++) {
      String name = "layers." + i;
      int next = i == depth - 1 ? outputs : weights.outputs(name);
      layers.add(weights.linear(name, width, next));
      width = next;
    }
    return new Mlp(layers, Activation.RELU);
  }

  /** Values of the result. */
  public int outputs() {
    return layers.get(layers.size() - 1).outputs();
  }

  /**
   * Runs it.
   *
   * @param x (P, inputs)
   * @return (P, outputs)
   */
  public Tensor run(Operators ops, Tensor x) {
    Tensor y = x;
    for (int i = 0; i < layers.size(); i++) {
      boolean last = i == layers.size() - 1;
      y = ops.linear(y, layers.get(i), last ? Activation.NONE : activation);
    }
    return y;
  }
}
