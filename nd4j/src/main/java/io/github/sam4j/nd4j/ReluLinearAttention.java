package io.github.sam4j.nd4j;

import static io.github.sam4j.nd4j.Nd4jTensors.array;

import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.Frame;
import io.github.sam4j.core.tensor.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Linear attention with ReLU as its kernel, one head after the other. */
final class ReluLinearAttention {
  private static final double EPSILON = 1e-15;

  private final Scratch scratch;
  private final Elements elements;

  ReluLinearAttention(Scratch scratch) {
    this.scratch = scratch;
    elements = new Elements(scratch);
  }

  /**
   * Attends.
   *
   * @param qkv (cells, heads x 3 x width)
   * @param result (cells, heads x width)
   */
  void attend(Tensor qkv, int width, Tensor result) {
    for (int head = 0; head < result.dim(1) / width; head++) {
      try (Frame frame = scratch.mark()) {
        int at = 3 * head * width;
        Tensor mixed =
            attend(
                qkv.slice(1, at, at + width),
                qkv.slice(1, at + width, at + 2 * width),
                qkv.slice(1, at + 2 * width, at + 3 * width));
        INDArray sums = array(elements.copy(mixed.slice(1, width, width + 1)));
        INDArray means = array(elements.copy(mixed.slice(1, 0, width)));
        means.diviColumnVector(sums.addi(EPSILON));
        array(result.slice(1, head * width, (head + 1) * width)).assign(means);
      }
    }
  }

  /**
   * The weighted sums of one head's values, and behind them the weights' sum: (cells, width + 1).
   */
  private Tensor attend(Tensor q, Tensor k, Tensor v) {
    int cells = v.dim(0);
    int width = v.dim(1);
    Tensor queries = elements.copy(q);
    elements.activate(queries, Activation.RELU);
    Tensor keys = elements.copy(k.swap(0, 1));
    elements.activate(keys, Activation.RELU);
    Tensor values = scratch.make(cells, width + 1);
    array(values).assign(1);
    array(values.slice(1, 0, width)).assign(array(v));
    Tensor state = scratch.make(width, width + 1);
    MatrixProduct.plain(keys, values, state);
    Tensor mixed = scratch.make(cells, width + 1);
    MatrixProduct.plain(queries, state, mixed);
    return mixed;
  }
}
