package io.github.sam4j.cpu.layer;

import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.ConvolutionShape;
import io.github.sam4j.core.tensor.InvertedBottleneck;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.cpu.kernel.Copies;
import io.github.sam4j.cpu.memory.Rows;
import io.github.sam4j.cpu.memory.Span;
import io.github.sam4j.cpu.onednn.DataType;
import io.github.sam4j.cpu.onednn.RowConvolution;
import io.github.sam4j.cpu.packed.PackedConvolution;
import io.github.sam4j.cpu.packed.PackedLinear;
import io.github.sam4j.cpu.packed.PackedMatrix;
import io.github.sam4j.cpu.parallel.Worker;
import io.github.sam4j.cpu.work.Workspace;
import java.util.Objects;

/**
 * Inverted bottlenecks, a strip of the map at a time: what lies between their layers is several
 * times as large as the map and never leaves the cache.
 */
public final class InvertedBottlenecks {
  /** Floats between the layers from which on strips are faster: some caches' worth. */
  private static final int LARGE = 1 << 20;

  /**
   * Weights of a layer up to which strips are faster: more would be read from memory again for each
   * of the strips, which then have few cells.
   */
  private static final int MOST_WEIGHTS = 1 << 20;

  /** Floats of a strip between its layers, about: a core's cache. */
  private static final int STRIP = 1 << 17;

  /**
   * Rows of the result that one thread makes in a row, at least: the first strip of each part
   * widens some rows of the part above again.
   */
  private static final int PART_ROWS = 16;

  private final Workspace workspace;

  /** In a workspace. */
  public InvertedBottlenecks(Workspace workspace) {
    this.workspace = workspace;
  }

  /**
   * Whether strips are worth it: layers go one by one if a map between them fits into the cache, or
   * their weights do not.
   */
  public static boolean suits(Tensor x, InvertedBottleneck block) {
    long hidden = block.depthwise().shape().inputs();
    return block.expand() != null
        && (long) x.dim(1) * x.dim(2) * hidden >= LARGE
        && Math.max(block.inputs(), block.outputs()) * hidden <= MOST_WEIGHTS;
  }

  /** to = block(x), both contiguous. */
  public void apply(Tensor x, InvertedBottleneck block, Tensor to) {
    Strips strips = new Strips(block, x, to);
    int perMap = Workspace.parts(to.dim(1), strips.partRows());
    workspace.parallel(
        to.size() * strips.hidden * 2,
        x.dim(0) * perMap,
        (worker, part) -> strips.run(worker, part / perMap, part % perMap));
  }

  /** The work on the maps of one call. */
  private final class Strips {
    private final PackedLinear expand;
    private final PackedConvolution.Spatial depthwise;
    private final PackedLinear project;
    private final PackedMatrix expandWeights;
    private final PackedMatrix projectWeights;
    private final Activation activation;
    private final boolean residual;
    private final ConvolutionShape filters;
    private final int hidden;
    private final Rows from;
    private final Rows result;
    private final int rows;
    private final int columns;
    private final int outRows;
    private final int outColumns;
    private final int stripRows;

    Strips(InvertedBottleneck block, Tensor x, Tensor to) {
      expand = (PackedLinear) Objects.requireNonNull(block.expand());
      depthwise = (PackedConvolution.Spatial) block.depthwise();
      project = (PackedLinear) block.project();
      expandWeights = expand.weights(DataType.F32);
      projectWeights = project.weights(DataType.F32);
      activation = block.activation();
      residual = block.residual();
      filters = depthwise.shape();
      hidden = filters.inputs();
      from = workspace.rows(x);
      result = workspace.rows(to);
      rows = x.dim(1);
      columns = x.dim(2);
      outRows = to.dim(1);
      outColumns = to.dim(2);
      int most = Math.max(1, STRIP / (columns * hidden * filters.stride()));
      stripRows = Workspace.parts(partRows(), Workspace.parts(partRows(), most));
    }

    /** Rows of the result that a part makes, strip by strip; parts are about equal. */
    int partRows() {
      return Workspace.parts(outRows, Math.max(1, outRows / PART_ROWS));
    }

    /** Rows of the widened map that so many rows of the result need. */
    private int kernelRows(int outputs) {
      return (outputs - 1) * filters.stride() + filters.kernel();
    }

    void run(Worker worker, int map, int part) {
      int width = columns * hidden;
      Span wide = worker.scratch().allocate((long) kernelRows(stripRows) * width);
      Span filtered = worker.scratch().allocate((long) stripRows * outColumns * hidden);
      int end = Math.min(outRows, (part + 1) * partRows());
      int kept = 0;
      for (int first = part * partRows(); first < end; first += stripRows) {
        int count = Math.min(stripRows, end - first);
        int top = first * filters.stride() - filters.padding();
        int needed = kernelRows(count);
        widen(worker, map, top + kept, needed - kept, wide, kept);
        filter(worker, wide, needed, count, filtered);
        narrow(worker, map, first, count, filtered);
        kept = Math.max(0, needed - count * filters.stride());
        Copies.row(
            wide.block(),
            wide.offset() + (needed - kept) * width,
            wide.block(),
            wide.offset(),
            kept * width);
      }
    }

    /** Writes rows of the widened map, zeros above and below it. */
    private void widen(Worker worker, int map, int first, int count, Span wide, int at) {
      int width = columns * hidden;
      int above = Math.min(count, Math.max(0, -first));
      int below = Math.min(count - above, Math.max(0, first + count - rows));
      Copies.zero(wide.block(), wide.offset() + at * width, above * width);
      Copies.zero(wide.block(), wide.offset() + (at + count - below) * width, below * width);
      int inside = count - above - below;
      if (inside == 0) {
        return;
      }
      Rows cells = from.slice((map * rows + first + above) * columns, inside * columns);
      Rows target =
          new Rows(
              wide.block(), wide.offset() + (at + above) * width, inside * columns, hidden, hidden);
      Linears.run(worker, expand, expandWeights, cells, target, activation, false);
    }

    private void filter(Worker worker, Span wide, int needed, int count, Span filtered) {
      RowConvolution convolution =
          new RowConvolution(
              filters, needed, columns, 0, count, outColumns, depthwise.biased(), activation);
      depthwise.run(worker, convolution, wide.address(), filtered.address());
    }

    private void narrow(Worker worker, int map, int first, int count, Span filtered) {
      int cells = count * outColumns;
      int at = (map * outRows + first) * outColumns;
      Rows target = result.slice(at, cells);
      if (residual) {
        Copies.row(
            from.block(), from.at(at), target.block(), target.offset(), cells * from.width());
      }
      Rows between = Rows.of(filtered, cells, hidden);
      Linears.run(worker, project, projectWeights, between, target, Activation.NONE, residual);
    }
  }
}
