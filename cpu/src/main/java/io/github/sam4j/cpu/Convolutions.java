package io.github.sam4j.cpu;

import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.ConvolutionShape;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.cpu.memory.Block;
import io.github.sam4j.cpu.memory.Rows;
import io.github.sam4j.cpu.onednn.DataType;
import io.github.sam4j.cpu.vector.Activations;
import io.github.sam4j.cpu.vector.Copies;
import io.github.sam4j.cpu.vector.DepthwiseRows;

/** Convolutions of channels-last maps. */
final class Convolutions {
  /** Floats of the patches that one part of the work gathers, about. */
  private static final int PATCHES = 1 << 18;

  private final Session session;
  private final Linears linears;

  Convolutions(Session session, Linears linears) {
    this.session = session;
    this.linears = linears;
  }

  /** to = activation(layer(x)); both contiguous. */
  void apply(Tensor x, PackedConvolution layer, Activation activation, Tensor to) {
    ConvolutionShape shape = layer.shape();
    if (layer instanceof PackedConvolution.Depthwise depthwise) {
      depthwise(x, depthwise, activation, to);
    } else if (layer instanceof PackedConvolution.Dense dense) {
      if (shape.kernel() == 1 && shape.stride() == 1 && shape.padding() == 0) {
        linears.apply(session.rows(x), dense.layer(), activation, false, session.rows(to));
      } else {
        dense(x, dense, activation, to);
      }
    }
  }

  /** As a layer over the patches under the kernel, which are gathered a chunk at a time. */
  private void dense(Tensor x, PackedConvolution.Dense convolution, Activation act, Tensor to) {
    PackedLinear layer = convolution.layer();
    PackedLinear.Weights weights = layer.weights(DataType.F32);
    Patches patches = new Patches(session.block(x), x, convolution.shape(), to.dim(1), to.dim(2));
    Rows result = session.rows(to);
    int width = layer.inputs();
    int chunk = Math.max(64, PATCHES / width / 64 * 64);
    session.parallel(
        to.size() * width,
        Linears.parts(result.count(), chunk),
        (worker, part) -> {
          int first = part * chunk;
          int m = Math.min(chunk, result.count() - first);
          Rows gathered = Rows.of(worker.scratch().allocate((long) m * width), m, width);
          for (int row = 0; row < m; row++) {
            patches.gather(first + row, gathered.block(), gathered.at(row));
          }
          Linears.run(worker, layer, weights, m, gathered, 0, result, first, act, false);
        });
  }

  /** What lies under a dense kernel. */
  private record Patches(Block block, Tensor x, ConvolutionShape shape, int rows, int columns) {
    void gather(int position, Block target, int to) {
      int channels = shape.inputs();
      int run = shape.kernel() * channels;
      int left = position % columns * shape.stride() - shape.padding();
      int top = position / columns % rows * shape.stride() - shape.padding();
      int map = (int) x.offset() + position / (columns * rows) * x.dim(1) * x.dim(2) * channels;
      int from = Math.max(0, -left);
      int end = Math.min(shape.kernel(), x.dim(2) - left);
      for (int k = 0; k < shape.kernel(); k++) {
        int y = top + k;
        int line = to + k * run;
        if (y < 0 || y >= x.dim(1) || end <= from) {
          Copies.zero(target, line, run);
          continue;
        }
        int source = map + (y * x.dim(2) + left + from) * channels;
        Copies.zero(target, line, from * channels);
        Copies.row(block, source, target, line + from * channels, (end - from) * channels);
        Copies.zero(target, line + end * channels, (shape.kernel() - end) * channels);
      }
    }
  }

  private void depthwise(
      Tensor x, PackedConvolution.Depthwise layer, Activation activation, Tensor to) {
    ConvolutionShape shape = layer.shape();
    Block source = session.block(x);
    Block target = session.block(to);
    int rows = to.dim(1);
    int width = to.dim(2) * shape.outputs();
    int mapSize = x.dim(1) * x.dim(2) * shape.inputs();
    DepthwiseRows kernel =
        new DepthwiseRows(
            shape,
            x.dim(1),
            x.dim(2),
            to.dim(2),
            layer.weights().block(),
            layer.weights().offset(),
            layer.bias().block(),
            layer.bias().offset());
    session.parallel(
        to.size() * shape.kernel() * shape.kernel(),
        to.dim(0) * rows,
        (worker, part) -> {
          int map = (int) x.offset() + part / rows * mapSize;
          int line = (int) to.offset() + part * width;
          kernel.row(source, map, part % rows, target, line);
          if (activation != Activation.NONE) {
            Activations.apply(activation, target, line, target, line, width);
          }
        });
  }

  /** to = activation(layer(x)); each row of x becomes two, each written by one product. */
  void transposed(Tensor x, PackedTransposedConvolution layer, Activation activation, Tensor to) {
    int columns = x.dim(2);
    Rows from = session.rows(x);
    Rows pairs = session.rows(to.reshape(x.dim(0) * x.dim(1) * 2, columns, 2 * layer.outputs()));
    PackedLinear.Weights upper = layer.upper().weights(DataType.F32);
    PackedLinear.Weights lower = layer.lower().weights(DataType.F32);
    session.parallel(
        to.size() * layer.inputs(),
        x.dim(0) * x.dim(1),
        (worker, row) -> {
          int first = row * columns;
          Linears.run(
              worker,
              layer.upper(),
              upper,
              columns,
              from,
              first,
              pairs,
              2 * first,
              activation,
              false);
          Linears.run(
              worker,
              layer.lower(),
              lower,
              columns,
              from,
              first,
              pairs,
              2 * first + columns,
              activation,
              false);
        });
  }
}
