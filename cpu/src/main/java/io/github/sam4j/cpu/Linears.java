package io.github.sam4j.cpu;

import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.Precision;
import io.github.sam4j.cpu.memory.Rows;
import io.github.sam4j.cpu.memory.Span;
import io.github.sam4j.cpu.onednn.DataType;
import io.github.sam4j.cpu.onednn.Relayout;
import io.github.sam4j.cpu.parallel.Worker;

/** Fully connected layers and layer norms, a chunk of rows at a time. */
final class Linears {
  /**
   * Rows of a chunk: enough for oneDNN's full speed, few enough that what a chunk makes is still in
   * the cache when it is used.
   */
  static final int CHUNK = 256;

  private static final int SMALL_CHUNK = 64;
  private static final int LEAST_HALF_ROWS = 64;

  private final Session session;

  Linears(Session session) {
    this.session = session;
  }

  /** Rows of a chunk when there are so many; does not depend on the threads, so results neither. */
  static int chunk(int rows) {
    return rows < 8 * SMALL_CHUNK ? Math.min(rows, SMALL_CHUNK) : CHUNK;
  }

  private DataType type(int rows) {
    boolean half =
        session.engine().options().precision() == Precision.BF16 && rows >= LEAST_HALF_ROWS;
    return half ? DataType.BF16 : DataType.F32;
  }

  /** to = activation(layer(from)), or to += layer(from). */
  void apply(Rows from, PackedLinear layer, Activation activation, boolean sum, Rows to) {
    int chunk = chunk(from.count());
    PackedLinear.Weights weights = layer.weights(type(from.count()));
    session.parallel(
        (long) from.count() * layer.inputs() * layer.outputs(),
        parts(from.count(), chunk),
        (worker, part) -> {
          int first = part * chunk;
          int m = Math.min(chunk, from.count() - first);
          run(worker, layer, weights, m, from, first, to, first, activation, sum);
        });
  }

  /** The same for m rows on the calling thread. */
  static void run(
      Worker worker,
      PackedLinear layer,
      PackedLinear.Weights weights,
      int m,
      Rows from,
      int firstFrom,
      Rows to,
      int firstTo,
      Activation activation,
      boolean sum) {
    long input = from.address(firstFrom);
    int stride = from.stride();
    if (weights.layout().type() == DataType.BF16) {
      Span half = worker.scratch().allocate((long) m * layer.inputs());
      toHalf(worker, m, layer.inputs(), input, stride, half.address());
      input = half.address();
      stride = layer.inputs();
    }
    layer.run(
        worker,
        weights,
        m,
        input,
        stride,
        to.address(firstTo),
        to.stride(),
        DataType.F32,
        activation,
        sum);
  }

  private static void toHalf(Worker worker, int m, int width, long from, int stride, long to) {
    Relayout relayout = new Relayout(m, width, stride, 1, null, null, width, 1, DataType.BF16);
    worker.primitives().relayout(relayout).run(from, to);
  }

  /** x += down(activation(up(norm(x)))), for adjacent rows. */
  void feedForward(
      Rows x, PackedNorm norm, PackedLinear up, Activation activation, PackedLinear down) {
    PackedLinear.Weights upWeights = up.weights(type(x.count()));
    PackedLinear.Weights downWeights = down.weights(type(x.count()));
    // Both layers have as many weights, so both have them in one format.
    DataType type = downWeights.layout().type();
    int chunk = chunk(x.count());
    session.parallel(
        2L * x.count() * up.inputs() * up.outputs(),
        parts(x.count(), chunk),
        (worker, part) -> {
          int first = part * chunk;
          int m = Math.min(chunk, x.count() - first);
          long input = worker.scratch().allocate((long) m * x.width()).address();
          norm.rows(worker, m, x.address(first), input);
          if (type == DataType.BF16) {
            Span half = worker.scratch().allocate((long) m * x.width());
            toHalf(worker, m, x.width(), input, x.width(), half.address());
            input = half.address();
          }
          int hidden = up.outputs();
          long middle = worker.scratch().allocate((long) m * hidden).address();
          up.run(worker, upWeights, m, input, x.width(), middle, hidden, type, activation, false);
          down.run(
              worker,
              downWeights,
              m,
              middle,
              hidden,
              x.address(first),
              x.stride(),
              DataType.F32,
              Activation.NONE,
              true);
        });
  }

  /** to = norm(from), whose rows are adjacent. */
  void layerNorm(Rows from, PackedNorm norm, Rows to) {
    int chunk = Math.max(1, (1 << 15) / from.width());
    session.parallel(
        4L * from.count() * from.width(),
        parts(from.count(), chunk),
        (worker, part) -> {
          int first = part * chunk;
          int m = Math.min(chunk, from.count() - first);
          norm.rows(worker, m, from.address(first), to.address(first));
        });
  }

  static int parts(int count, int perPart) {
    return (count + perPart - 1) / perPart;
  }
}
