package io.github.sam4j.decoder;

import io.github.sam4j.core.parameters.StoredLayers;
import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.Linear;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Fully connected layers with ReLU between them; as many as there are weights "layers.N". */
final class Mlp {
  private final List<Linear> layers = new ArrayList<>();

  Mlp(StoredLayers weights, int inputs) {
    int width = inputs;
    int depth = weights.count("layers", "weight");
    for (int i = 0; i < depth; i++) {
      String name = "layers." + i;
      int outputs = weights.outputs(name);
      layers.add(weights.linear(name, width, outputs));
      width = outputs;
    }
  }

  /** Width of the result. */
  int outputs() {
    return layers.get(layers.size() - 1).outputs();
  }

  /**
   * Runs it.
   *
   * @param x (P, inputs)
   * @return (P, outputs)
   */
  Tensor run(Operators ops, Tensor x) {
    Tensor y = x;
    for (int i = 0; i < layers.size(); i++) {
      boolean last = i == layers.size() - 1;
      y = ops.linear(y, layers.get(i), last ? Activation.NONE : Activation.RELU);
    }
    return y;
  }
}
