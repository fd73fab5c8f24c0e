package io.github.sam4j.cpu.layer;

import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.Precision;
import io.github.sam4j.cpu.memory.Rows;
import io.github.sam4j.cpu.memory.Span;
import io.github.sam4j.cpu.onednn.DataType;
import io.github.sam4j.cpu.onednn.Relayout;
import io.github.sam4j.cpu.onednn.Relayout.Placement;
import io.github.sam4j.cpu.packed.MatrixPacker;
import io.github.sam4j.cpu.packed.PackedLinear;
import io.github.sam4j.cpu.packed.PackedLinear.Place;
import io.github.sam4j.cpu.packed.PackedMatrix;
import io.github.sam4j.cpu.packed.PackedNorm;
import io.github.sam4j.cpu.parallel.Worker;
import io.github.sam4j.cpu.work.Workspace;
import org.jspecify.annotations.Nullable;

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

  /**
   * Rows of a chunk when there are so many: all chunks have about as many. Does not depend on the
   * threads, so results neither.
   */
  static int chunk(int rows) {
    int most = rows < 8 * SMALL_CHUNK ? SMALL_CHUNK : CHUNK;
    return Math.max(1, Workspace.parts(rows, Workspace.parts(rows, most)));
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
          run(worker, layer, weights, from.slice(first, m), to.slice(first, m), activation, sum);
        });
  }

  /** The same for few rows on the calling thread. */
  static void run(
      Worker worker,
      PackedLinear layer,
      PackedMatrix weights,
      Rows from,
      Rows to,
      Activation activation,
      boolean sum) {
    int m = from.count();
    Place input = new Place(from.address(0), from.stride(), DataType.F32);
    if (weights.layout().type() == DataType.BF16) {
      input = half(worker, m, layer.inputs(), input);
    }
    Place output = new Place(to.address(0), to.stride(), DataType.F32);
    layer.run(worker, weights, m, input, output, activation, sum);
  }

  /** The rows in bfloat16. */
  private static Place half(Worker worker, int m, int width, Place from) {
    Span half = worker.scratch().allocate((long) m * width);
    Relayout relayout =
        new Relayout(
            m,
            width,
            Placement.strided(from.stride(), 1),
            Placement.strided(width, 1),
            DataType.BF16);
    worker.primitives().relayout(relayout).run(from.address(), half.address());
    return new Place(half.address(), width, DataType.BF16);
  }

  /** x += down(activation(up(norm(x)))), for adjacent rows; without a norm up(x). */
  public void feedForward(
      Rows x,
      @Nullable PackedNorm norm,
      PackedLinear up,
      Activation activation,
      PackedLinear down) {
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
          Place input = new Place(x.address(first), x.stride(), DataType.F32);
          if (norm != null) {
            Span normed = worker.scratch().allocate((long) m * x.width());
            norm.rows(worker, m, x.address(first), normed.address());
            input = new Place(normed.address(), x.width(), DataType.F32);
          }
          if (type == DataType.BF16) {
            input = half(worker, m, x.width(), input);
          }
          int hidden = up.outputs();
          Span between = worker.scratch().allocate((long) m * hidden);
          Place middle = new Place(between.address(), hidden, type);
          up.run(worker, upWeights, m, input, middle, activation, false);
          Place output = new Place(x.address(first), x.stride(), DataType.F32);
          down.run(worker, downWeights, m, middle, output, Activation.NONE, true);
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
