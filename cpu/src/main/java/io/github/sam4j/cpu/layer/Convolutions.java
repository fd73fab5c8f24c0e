package io.github.sam4j.cpu.layer;

import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.ConvolutionShape;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.cpu.memory.Rows;
import io.github.sam4j.cpu.onednn.DataType;
import io.github.sam4j.cpu.onednn.RowConvolution;
import io.github.sam4j.cpu.packed.PackedConvolution;
import io.github.sam4j.cpu.packed.PackedMatrix;
import io.github.sam4j.cpu.packed.PackedTransposedConvolution;
import io.github.sam4j.cpu.work.Workspace;

/** Convolutions of channels-last maps. */
public final class Convolutions {
  /** Floats of the result that one part of the work gives, about. */
  private static final int PART = 1 << 17;

  private final Workspace workspace;
  private final Linears linears;

  /** In a workspace. */
  public Convolutions(Workspace workspace, Linears linears) {
    this.workspace = workspace;
    this.linears = linears;
  }

  /** to = activation(layer(x)); both contiguous. */
  public void apply(Tensor x, PackedConvolution layer, Activation activation, Tensor to) {
    if (layer instanceof PackedConvolution.Pointwise pointwise) {
      linears.apply(workspace.rows(x), pointwise.layer(), activation, false, workspace.rows(to));
    } else if (layer instanceof PackedConvolution.Spatial spatial) {
      spatial(x, spatial, activation, to);
    }
  }

  private void spatial(
      Tensor x, PackedConvolution.Spatial layer, Activation activation, Tensor to) {
    ConvolutionShape shape = layer.shape();
    Rows from = workspace.rows(x);
    Rows result = workspace.rows(to);
    Slices slices = new Slices(shape, x.dim(1), to.dim(1), to.dim(2));
    workspace.parallel(
        to.size() * shape.kernel() * shape.kernel() * shape.inputs() / shape.groups(),
        x.dim(0) * slices.count(),
        (worker, part) -> {
          int map = part / slices.count();
          Slice slice = slices.slice(part % slices.count());
          RowConvolution convolution =
              new RowConvolution(
                  shape,
                  slice.rows(),
                  x.dim(2),
                  slice.above(),
                  slice.outRows(),
                  to.dim(2),
                  layer.biased(),
                  activation);
          layer.run(
              worker,
              convolution,
              from.address((map * x.dim(1) + slice.first()) * x.dim(2)),
              result.address((map * to.dim(1) + slice.outFirst()) * to.dim(2)));
        });
  }

  /**
   * Some rows of a result and what they are made of.
   *
   * @param first of the map's rows that they need
   * @param rows how many
   * @param above rows of zeros above them
   */
  private record Slice(int outFirst, int outRows, int first, int rows, int above) {}

  /** The slices of a map of so many rows, each of about {@link #PART} results. */
  private record Slices(ConvolutionShape shape, int rows, int outRows, int outColumns) {
    private int perSlice() {
      // A slice must not consist of padding alone.
      return shape.padding() >= shape.kernel()
          ? outRows
          : Math.max(1, PART / (outColumns * shape.outputs()));
    }

    int count() {
      return Workspace.parts(outRows, perSlice());
    }

    Slice slice(int number) {
      int outFirst = number * perSlice();
      int count = Math.min(perSlice(), outRows - outFirst);
      int top = outFirst * shape.stride() - shape.padding();
      int first = Math.max(0, top);
      int end = Math.min(rows, top + (count - 1) * shape.stride() + shape.kernel());
      return new Slice(outFirst, count, first, end - first, first - top);
    }
  }

  /** to = activation(layer(x)); each row of x becomes two, each written by one product. */
  public void transposed(
      Tensor x, PackedTransposedConvolution layer, Activation activation, Tensor to) {
    int columns = x.dim(2);
    Rows from = workspace.rows(x);
    Rows pairs = workspace.rows(to.reshape(x.dim(0) * x.dim(1) * 2, columns, 2 * layer.outputs()));
    PackedMatrix upper = layer.upper().weights(DataType.F32);
    PackedMatrix lower = layer.lower().weights(DataType.F32);
    workspace.parallel(
        to.size() * layer.inputs(),
        x.dim(0) * x.dim(1),
        (worker, row) -> {
          int first = row * columns;
          Rows one = from.slice(first, columns);
          Rows above = pairs.slice(2 * first, columns);
          Rows below = pairs.slice(2 * first + columns, columns);
          Linears.run(worker, layer.upper(), upper, one, above, activation, false);
          Linears.run(worker, layer.lower(), lower, one, below, activation, false);
        });
  }
}
