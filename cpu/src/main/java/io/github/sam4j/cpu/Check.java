package io.github.sam4j.cpu;

import io.github.sam4j.core.tensor.ConvolutionShape;
import io.github.sam4j.core.tensor.Tensor;
import java.util.Arrays;

/** Refuses wrong shapes with a message that names what was expected and what was found. */
final class Check {
  private Check() {}

  static void rank(String what, int rank, Tensor found) {
    if (found.rank() != rank) {
      throw new IllegalArgumentException(
          "%s must have %d dimensions, found %s".formatted(what, rank, found));
    }
  }

  static void width(String what, int width, Tensor found) {
    if (found.rank() == 0 || found.dim(-1) != width) {
      throw new IllegalArgumentException(
          "%s must be %d wide, found %s".formatted(what, width, found));
    }
  }

  static void equal(String what, int expected, int found) {
    if (expected != found) {
      throw new IllegalArgumentException(
          "%s must be %d wide, found %d".formatted(what, expected, found));
    }
  }

  static void shape(String what, int[] expected, Tensor found) {
    if (!Arrays.equals(expected, found.shape())) {
      throw new IllegalArgumentException(
          "%s must have shape %s, found %s".formatted(what, Arrays.toString(expected), found));
    }
  }

  static void contiguous(String what, Tensor found) {
    if (!found.isContiguous()) {
      throw new IllegalArgumentException(what + " must be contiguous, found a view " + found);
    }
  }

  static void values(String what, long expected, float[] found) {
    if (found.length != expected) {
      throw new IllegalArgumentException(
          "%s must have %d values, found %d".formatted(what, expected, found.length));
    }
  }

  /** The batch that these share: each has it or 1. */
  static int batch(Tensor... tensors) {
    int batch = Arrays.stream(tensors).mapToInt(t -> t.dim(0)).max().orElse(1);
    for (Tensor t : tensors) {
      if (t.dim(0) != 1 && t.dim(0) != batch) {
        throw new IllegalArgumentException(
            "batches must be equal or 1, found " + Arrays.toString(tensors));
      }
    }
    return batch;
  }

  /** The shape that a and b broadcast to. */
  static int[] broadcast(Tensor a, Tensor b) {
    int[] shape = new int[Math.max(a.rank(), b.rank())];
    for (int i = 1; i <= shape.length; i++) {
      int x = i <= a.rank() ? a.dim(-i) : 1;
      int y = i <= b.rank() ? b.dim(-i) : 1;
      if (x != y && x != 1 && y != 1) {
        throw new IllegalArgumentException("cannot broadcast %s with %s".formatted(a, b));
      }
      shape[shape.length - i] = x == 1 ? y : x;
    }
    return shape;
  }

  /** A shape with another last dimension. */
  static int[] withWidth(Tensor x, int width) {
    int[] shape = x.shape();
    shape[shape.length - 1] = width;
    return shape;
  }

  /** The shape of a convolution's result. */
  static int[] convolved(Tensor x, ConvolutionShape shape) {
    rank("x", 4, x);
    width("x", shape.inputs(), x);
    int least = shape.kernel() - 2 * shape.padding();
    if (x.dim(1) < least || x.dim(2) < least) {
      throw new IllegalArgumentException(
          "x must have at least %d rows and columns, found %s".formatted(least, x));
    }
    return new int[] {
      x.dim(0), shape.outputSide(x.dim(1)), shape.outputSide(x.dim(2)), shape.outputs()
    };
  }

  /** The batch of an attention between a map and what attends to it or is attended to. */
  static int map(Tensor map, Tensor positions, Tensor others, String what) {
    rank("map", 3, map);
    rank(what, 3, others);
    width(what, map.dim(2), others);
    shape("positions", new int[] {map.dim(1), map.dim(2)}, positions);
    return batch(map, others);
  }
}
