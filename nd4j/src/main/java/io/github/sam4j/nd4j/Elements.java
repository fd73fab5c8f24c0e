package io.github.sam4j.nd4j;

import static io.github.sam4j.nd4j.Nd4jTensors.array;

import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.Frame;
import io.github.sam4j.core.tensor.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.broadcast.BroadcastSubOp;
import org.nd4j.linalg.api.ops.impl.reduce.floating.Mean;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarMax;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarMin;
import org.nd4j.linalg.api.ops.impl.transforms.floating.Sqrt;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.AddOp;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.MulOp;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Erf;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Sigmoid;
import org.nd4j.linalg.factory.Nd4j;

/** Copies, sums, activations and norms over the scratch memory of one {@link PortableOperators}. */
final class Elements {
  private static final double SQRT_HALF = Math.sqrt(0.5);
  private static final double TWICE_ROOT_TWO_OVER_PI = 2 * Math.sqrt(2 / Math.PI);
  private static final double CUBIC = 0.044715;

  /** Rows up to this width, as those of all channels are, are summed up in one go. */
  private static final int LONG_ROW = 1 << 13;

  private final Scratch scratch;

  Elements(Scratch scratch) {
    this.scratch = scratch;
  }

  /** A contiguous copy. */
  Tensor copy(Tensor x) {
    Tensor copy = scratch.make(x.shape());
    array(copy).assign(array(x));
    return copy;
  }

  /** The tensor itself if it is contiguous, else a copy. */
  Tensor dense(Tensor x) {
    return x.isContiguous() ? x : copy(x);
  }

  /** All rows of the last dimension below each other. */
  Tensor rows(Tensor x) {
    int width = x.dim(-1);
    return dense(x).reshape(Math.toIntExact(x.size() / width), width);
  }

  /** matrix += row, for each of its rows. */
  void addRow(Tensor matrix, Tensor row) {
    array(matrix).addiRowVector(array(row));
  }

  /** x = activation(x), for a contiguous x. */
  void activate(Tensor x, Activation activation) {
    if (activation == Activation.NONE) {
      return;
    }
    INDArray a = array(x);
    if (activation == Activation.RELU) {
      Nd4j.exec(new ScalarMax(a, null, a, 0));
      return;
    }
    if (activation == Activation.RELU6) {
      Nd4j.exec(new ScalarMax(a, null, a, 0));
      Nd4j.exec(new ScalarMin(a, null, a, 6));
      return;
    }
    try (Frame frame = scratch.mark()) {
      INDArray factor = array(scratch.make(x.shape()));
      if (activation == Activation.GELU) {
        a.muli(SQRT_HALF, factor);
        Nd4j.exec(new Erf(factor, factor));
        factor.addi(1).muli(0.5);
      } else if (activation == Activation.GELU_TANH) {
        // (1 + tanh(u)) / 2 is the sigmoid of 2 u.
        a.muli(a, factor);
        factor.muli(TWICE_ROOT_TWO_OVER_PI * CUBIC).addi(TWICE_ROOT_TWO_OVER_PI).muli(a);
        Nd4j.exec(new Sigmoid(factor, factor));
      } else {
        a.muli(1.702, factor);
        Nd4j.exec(new Sigmoid(factor, factor));
      }
      a.muli(factor);
    }
  }

  /** out = norm(x), both contiguous matrices. */
  void normalize(Tensor x, PackedNorm norm, Tensor out) {
    try (Frame frame = scratch.mark()) {
      int rows = x.dim(0);
      INDArray mean = array(scratch.make(rows, 1));
      Tensor squares = scratch.make(x.shape());
      INDArray variance = array(scratch.make(rows, 1));
      INDArray from = array(x);
      INDArray to = array(out);
      mean(x, mean);
      Nd4j.exec(new BroadcastSubOp(from, mean, to, 0));
      to.muli(to, array(squares));
      mean(squares, variance);
      variance.addi(norm.epsilon());
      Nd4j.exec(new Sqrt(variance, variance));
      to.diviColumnVector(variance);
    }
    array(out).muliRowVector(array(norm.gain()));
    addRow(out, norm.bias());
  }

  /**
   * The mean of each row. Sums are made one by one in single precision, so that those of long rows
   * are made by parts.
   *
   * @param x (rows, width), contiguous
   */
  private void mean(Tensor x, INDArray mean) {
    int rows = x.dim(0);
    int width = x.dim(1);
    if (width <= LONG_ROW) {
      Nd4j.exec(new Mean(array(x), mean, true, 1));
      return;
    }
    int part = part(width);
    Tensor parts = scratch.make(rows, width / part);
    Tensor split = x.reshape(rows * (width / part), part);
    Nd4j.exec(new Mean(array(split), array(parts.reshape(split.dim(0), 1)), true, 1));
    Nd4j.exec(new Mean(array(parts), mean, true, 1));
  }

  /** The divisor of a width that is nearest below its square root. */
  private static int part(int width) {
    int part = (int) Math.sqrt(width);
    while (width % part != 0) {
      part--;
    }
    return part;
  }

  /** means = mean of x (batch, cells, channels) over its cells: (batch, channels). */
  void means(Tensor x, Tensor means) {
    Nd4j.exec(new Mean(array(x), array(means), false, 1));
  }

  /** x = sigmoid(x), for a contiguous x. */
  void sigmoid(Tensor x) {
    Nd4j.exec(new Sigmoid(array(x), array(x)));
  }

  /** x *= factors, broadcast as in NumPy. */
  void multiply(Tensor x, Tensor factors) {
    Nd4j.exec(new MulOp(array(x), array(factors), array(x)));
  }

  /** out = a + b, broadcast as in NumPy. */
  void add(Tensor a, Tensor b, Tensor out) {
    Nd4j.exec(new AddOp(array(a), array(b), array(out)));
  }
}
