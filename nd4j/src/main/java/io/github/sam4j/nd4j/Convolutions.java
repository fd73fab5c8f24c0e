package io.github.sam4j.nd4j;

import static io.github.sam4j.nd4j.Nd4jTensors.array;

import io.github.sam4j.core.tensor.ConvolutionShape;
import io.github.sam4j.core.tensor.Frame;
import io.github.sam4j.core.tensor.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Convolutions of channels-last maps, without bias and activation. */
final class Convolutions {
  /** The most values of unfolded patches in memory at a time: 32 MB. */
  private static final int MOST_PATCHES = 8 << 20;

  private final Scratch scratch;

  Convolutions(Scratch scratch) {
    this.scratch = scratch;
  }

  /** out (rows', columns', outputs) = the convolution of x (rows, columns, inputs). */
  void convolve(Tensor x, PackedConvolution layer, Tensor out) {
    try (Frame frame = scratch.mark()) {
      Tensor padded = pad(x, layer.shape().padding());
      if (layer.shape().depthwise()) {
        depthwise(padded, layer, out);
      } else if (layer.shape().groups() > 1) {
        grouped(padded, layer, out);
      } else {
        dense(padded, layer.shape(), layer.weight(), out);
      }
    }
  }

  /** Each part of the channels by itself. */
  private void grouped(Tensor x, PackedConvolution layer, Tensor out) {
    ConvolutionShape shape = layer.shape();
    int inputs = shape.inputs() / shape.groups();
    int outputs = shape.outputs() / shape.groups();
    ConvolutionShape part =
        new ConvolutionShape(inputs, outputs, shape.kernel(), shape.stride(), shape.padding(), 1);
    Tensor result = scratch.make(out.dim(0), out.dim(1), outputs);
    for (int group = 0; group < shape.groups(); group++) {
      int first = group * outputs;
      try (Frame frame = scratch.mark()) {
        dense(
            x.slice(2, group * inputs, (group + 1) * inputs),
            part,
            layer.weight().slice(0, first, first + outputs),
            result);
      }
      array(out.slice(2, first, first + outputs)).assign(array(result));
    }
  }

  private Tensor pad(Tensor x, int padding) {
    if (padding == 0) {
      return x;
    }
    int rows = x.dim(0);
    int columns = x.dim(1);
    Tensor padded = scratch.make(rows + 2 * padding, columns + 2 * padding, x.dim(2));
    array(padded).assign(0);
    array(padded.slice(0, padding, padding + rows).slice(1, padding, padding + columns))
        .assign(array(x));
    return padded;
  }

  /** Unfolds blocks of rows into patches and multiplies them with the weights. */
  private void dense(Tensor x, ConvolutionShape shape, Tensor weight, Tensor out) {
    int k = shape.kernel();
    int columns = out.dim(1);
    int patch = k * k * shape.inputs();
    int block = Math.max(1, MOST_PATCHES / columns / patch);
    Tensor buffer = scratch.make(Math.min(block, out.dim(0)), columns, k, k, shape.inputs());
    for (int row = 0; row < out.dim(0); row += block) {
      int rows = Math.min(block, out.dim(0) - row);
      Tensor patches = buffer.slice(0, 0, rows);
      Tensor sliding =
          new Tensor(
              x.storage(),
              x.offset() + (long) row * shape.stride() * x.stride(0),
              patches.shape(),
              new long[] {
                shape.stride() * x.stride(0),
                shape.stride() * x.stride(1),
                x.stride(0),
                x.stride(1),
                x.stride(2)
              });
      array(patches).assign(array(sliding));
      MatrixProduct.transposed(
          patches.reshape(rows * columns, patch),
          weight,
          out.slice(0, row, row + rows).reshape(rows * columns, shape.outputs()),
          1,
          0);
    }
  }

  /** Sums the shifted maps, each multiplied with its tap's weights. */
  private void depthwise(Tensor x, PackedConvolution layer, Tensor out) {
    ConvolutionShape shape = layer.shape();
    int k = shape.kernel();
    int pixels = out.dim(0) * out.dim(1);
    Tensor product = scratch.make(out.shape());
    for (int tap = 0; tap < k * k; tap++) {
      Tensor shifted =
          new Tensor(
              x.storage(),
              x.offset() + tap / k * x.stride(0) + tap % k * x.stride(1),
              out.shape(),
              new long[] {shape.stride() * x.stride(0), shape.stride() * x.stride(1), x.stride(2)});
      Tensor target = tap == 0 ? out : product;
      array(target).assign(array(shifted));
      INDArray flat = array(target.reshape(pixels, shape.outputs()));
      flat.muliRowVector(array(layer.weight().select(0, tap)));
      if (tap > 0) {
        array(out).addi(array(product));
      }
    }
  }
}
