package io.github.sam4j.nd4j;

import static io.github.sam4j.nd4j.Nd4jTensors.array;

import io.github.sam4j.core.tensor.Tensor;

/**
 * A table of biases for each query and key; groups take the heads' tables in turn.
 *
 * @param values (heads, queries, keys)
 */
record LearnedBias(Tensor values) implements ScaledDotProduct.Bias {
  @Override
  public int step() {
    return 1;
  }

  @Override
  public void write(Tensor scores, int group, int query) {
    int to = query + scores.dim(1);
    for (int i = 0; i < scores.dim(0); i++) {
      Tensor table = values.select(0, (group + i) % values.dim(0));
      array(scores.select(0, i)).assign(array(table.slice(0, query, to)));
    }
  }
}
