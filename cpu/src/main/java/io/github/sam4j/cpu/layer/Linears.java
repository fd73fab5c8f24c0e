package io.github.sam4j.cpu.layer;

import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.Precision;
import io.github.sam4j.cpu.memory.Rows;
import io.github.sam4j.cpu.memory.Span;
import io.github.sam4j.cpu.onednn.DataType;
import io.github.sam4j.cpu.onednn.Relayout;
import io.github.sam4j.cpu.packed.MatrixPacker;
import io.github.sam4j.cpu.packed.PackedLinear;
import io.github.sam4j.cpu.packed.PackedMatrix;
import io.github.sam4j.cpu.packed.PackedNorm;
import io.github.sam4j.cpu.parallel.Worker;
import io.github.sam4j.cpu.work.Workspace;

/** Fully connected layers and layer norms, a chunk of rows at a time. */
public final class Linears {
  /**
   * Rows of a chunk: enough for oneDNN's full speed, few enough that what a chunk makes is still in
   * the cache when it is used.
   */
  private static final int CHUNK = MatrixPacker.ROWS;

  private static final int SMALL_CHUNK = 64;
  private static final int LEAST_HALF_ROWS = 64;

  private final Workspace workspace;

  /** In a workspace. */
  public Linears(Workspace workspace) {
    this.workspace = workspace;
  }

  /** Rows of a chunk when there are so many; does not depend on the threads, so results neither. */
  static int chunk(int rows) {
    return rows < 8 * SMALL_CHUNK ? Math.min(rows, SMALL_CHUNK) : CHUNK;
  }

  private DataType type(int rows) {
    boolean half = workspace.machine().precision() == Precision.BF16 && rows >= LEAST_HALF_ROWS;
    return half ? DataType.BF16 : DataType.F32;
  }

  /** to = activation(layer(from)), or to += layer(from). */
  public void apply(Rows from, PackedLinear layer, Activation activation, boolean sum, Rows to) {
    int chunk = chunk(from.count());
    PackedMatrix weights = layer.weights(type(from.count()));
    workspace.parallel(
        (long) from.count() * layer.inputs() * layer.outputs(),
        Workspace.parts(from.count(), chunk),
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
      PackedMatrix weights,
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
  public void feedForward(
      Rows x, PackedNorm norm, PackedLinear up, Activation activation, PackedLinear down) {
    PackedMatrix upWeights = up.weights(type(x.count()));
    PackedMatrix downWeights = down.weights(type(x.count()));
    // Both layers have as many weights, so both have them in one format.
    DataType type = downWeights.layout().type();
    int chunk = chunk(x.count());
    workspace.parallel(
        2L * x.count() * up.inputs() * up.outputs(),
        Workspace.parts(x.count(), chunk),
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
  public void layerNorm(Rows from, PackedNorm norm, Rows to) {
    int chunk = Math.max(1, (1 << 15) / from.width());
    workspace.parallel(
        4L * from.count() * from.width(),
        Workspace.parts(from.count(), chunk),
        (worker, part) -> {
          int first = part * chunk;
          int m = Math.min(chunk, from.count() - first);
          norm.rows(worker, m, from.address(first), to.address(first));
        });
  }
}
