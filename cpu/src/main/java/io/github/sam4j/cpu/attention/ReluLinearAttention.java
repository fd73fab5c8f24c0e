package io.github.sam4j.cpu.attention;

import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.cpu.memory.Rows;
import io.github.sam4j.cpu.memory.Span;
import io.github.sam4j.cpu.onednn.DataType;
import io.github.sam4j.cpu.onednn.Elementwise;
import io.github.sam4j.cpu.onednn.Product;
import io.github.sam4j.cpu.onednn.Relayout;
import io.github.sam4j.cpu.onednn.Relayout.Placement;
import io.github.sam4j.cpu.parallel.Worker;
import io.github.sam4j.cpu.work.Workspace;
import java.nio.FloatBuffer;

/**
 * Linear attention with ReLU as its kernel: a head's keys and values become one small matrix, which
 * each query is multiplied with. A column of ones beside the values gives the weights' sums.
 */
public final class ReluLinearAttention {
  private static final float EPSILON = 1e-15f;

  private final Workspace workspace;
  private final int width;

  /**
   * Such an attention.
   *
   * @param width channels of a head's queries, of its keys and of its values
   */
  public ReluLinearAttention(Workspace workspace, int width) {
    this.workspace = workspace;
    this.width = width;
  }

  /**
   * Attends, a head at a time.
   *
   * @param qkv cells of heads x 3 x width
   * @param to cells of heads x width
   */
  public void apply(Rows qkv, Rows to) {
    workspace.parallel(
        4L * to.count() * to.width() * width,
        to.width() / width,
        (worker, head) ->
            run(worker, qkv.columns(3 * head * width, 3 * width), to.columns(head * width, width)));
  }

  private void run(Worker worker, Rows head, Rows to) {
    int cells = head.count();
    int wide = width + 1;
    Span queries = rectified(worker, head.columns(0, width), Placement.strided(width, 1));
    // Keys are wanted as rows, one for each channel.
    Span keys = rectified(worker, head.columns(width, width), Placement.strided(1, cells));
    Span values = values(worker, head.columns(2 * width, width));
    Span state = worker.scratch().allocate((long) width * wide);
    Product sums = Product.plain(width, cells, wide, cells, wide, 1, wide);
    worker.primitives().product(sums).run(keys.address(), values.address(), 0, state.address());
    Span mixed = worker.scratch().allocate((long) cells * wide);
    Product mix = Product.plain(cells, width, wide, width, wide, 1, wide);
    worker.primitives().product(mix).run(queries.address(), state.address(), 0, mixed.address());
    divide(mixed, to);
  }

  /** A copy without its negative values. */
  private Span rectified(Worker worker, Rows from, Placement after) {
    int length = from.count() * width;
    Span copy = worker.scratch().allocate(length);
    relayout(worker, from, after, copy);
    Elementwise relu = new Elementwise(length, Activation.RELU);
    worker.primitives().elementwise(relu).run(copy.address(), copy.address());
    return copy;
  }

  /** A copy with a 1 behind each row. */
  private Span values(Worker worker, Rows from) {
    int wide = width + 1;
    Span copy = worker.scratch().allocate((long) from.count() * wide);
    relayout(worker, from, Placement.strided(wide, 1), copy);
    FloatBuffer floats = copy.block().floats();
    for (int cell = 0; cell < from.count(); cell++) {
      floats.put(copy.offset() + cell * wide + width, 1);
    }
    return copy;
  }

  private void relayout(Worker worker, Rows from, Placement after, Span to) {
    Relayout copy =
        new Relayout(from.count(), width, Placement.strided(from.stride(), 1), after, DataType.F32);
    worker.primitives().relayout(copy).run(from.address(0), to.address());
  }

  /** to = weighted sums / weights' sum. */
  private void divide(Span mixed, Rows to) {
    FloatBuffer from = mixed.block().floats();
    FloatBuffer target = to.block().floats();
    for (int cell = 0; cell < to.count(); cell++) {
      int s = mixed.offset() + cell * (width + 1);
      int t = to.at(cell);
      float factor = 1 / (from.get(s + width) + EPSILON);
      for (int i = 0; i < width; i++) {
        target.put(t + i, from.get(s + i) * factor);
      }
    }
  }
}
