package io.github.sam4j.core.tensor;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What every engine asks of its operators' arguments: refuses wrong shapes with an {@link
 * IllegalArgumentException} that names what was expected and what was found.
 */
public final class ArgumentCheck {
  private ArgumentCheck() {}

  /** This many dimensions. */
  public static void rank(String what, int rank, Tensor found) {
    if (found.rank() != rank) {
      throw new IllegalArgumentException(
          "%s must have %d dimensions, found %s".formatted(what, rank, found));
    }
  }

  /** A last dimension of this length. */
  public static void width(String what, int width, Tensor found) {
    if (found.rank() == 0 || found.dim(-1) != width) {
      throw new IllegalArgumentException(
          "%s must be %d wide, found %s".formatted(what, width, found));
    }
  }

  /** Exactly this shape. */
  public static void shape(String what, int[] expected, Tensor found) {
    if (!Arrays.equals(found.shape(), expected)) {
      throw new IllegalArgumentException(
          "%s must have shape %s, found %s".formatted(what, Arrays.toString(expected), found));
    }
  }

  /** Row-major without gaps. */
  public static void contiguous(String what, Tensor found) {
    if (!found.isContiguous()) {
      throw new IllegalArgumentException(what + " must be contiguous, found a view " + found);
    }
  }

  /** The batch that two or more batches broadcast to: each is 1 or the largest. */
  public static int batch(Tensor... tensors) {
    int batch = 1;
    for (Tensor t : tensors) {
      batch = Math.max(batch, t.dim(0));
    }
    for (Tensor t : tensors) {
      if (t.dim(0) != 1 && t.dim(0) != batch) {
        throw new IllegalArgumentException(
            "batches must be equal or 1, found " + Arrays.toString(tensors));
      }
    }
    return batch;
  }

  /** Two layers that fit onto each other. */
  public static void widths(String what, int expected, int found) {
    if (expected != found) {
      throw new IllegalArgumentException(
          "%s must be %d wide, found %d".formatted(what, expected, found));
    }
  }

  /** The shape that a and b broadcast to. */
  public static int[] broadcast(Tensor a, Tensor b) {
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

  /** The shape of a convolution's result. */
  public static int[] convolved(Tensor x, ConvolutionShape shape) {
    rank("x", 4, x);
    width("x", shape.inputs(), x);
    return convolved(x, shape, shape.outputs());
  }

  /** The shape of what a convolution and a layer behind it make of x. */
  public static int[] convolved(Tensor x, ConvolutionShape shape, int outputs) {
    int smallest = shape.kernel() - 2 * shape.padding();
    if (x.dim(1) < smallest || x.dim(2) < smallest) {
      throw new IllegalArgumentException(
          "x must have at least %d rows and columns, found %s".formatted(smallest, x));
    }
    return new int[] {x.dim(0), shape.outputSide(x.dim(1)), shape.outputSide(x.dim(2)), outputs};
  }

  /** The batch of an attention's result. */
  public static int attention(Tensor q, Tensor k, Tensor v, int heads, @Nullable Tensor mask) {
    rank("q", 3, q);
    rank("k", 3, k);
    rank("v", 3, v);
    if (heads < 1 || q.dim(2) % heads != 0) {
      throw new IllegalArgumentException(
          "the width must be a multiple of %d heads, found %s".formatted(heads, q));
    }
    width("k", q.dim(2), k);
    shape("v", new int[] {v.dim(0), k.dim(1), q.dim(2)}, v);
    if (mask != null) {
      shape("mask", new int[] {q.dim(1), k.dim(1)}, mask);
    }
    return batch(q, k, v);
  }

  /** The shape of a linear attention's result. */
  public static int[] linearAttention(Tensor qkv, int headWidth) {
    rank("qkv", 2, qkv);
    if (headWidth < 1 || qkv.dim(1) % (3 * headWidth) != 0) {
      throw new IllegalArgumentException(
          "qkv must be a multiple of 3 x %d wide, found %s".formatted(headWidth, qkv));
    }
    return new int[] {qkv.dim(0), qkv.dim(1) / 3};
  }

  /** This many values. */
  public static void values(String what, long expected, float[] found) {
    if (found.length != expected) {
      throw new IllegalArgumentException(
          "%s must have %d values, found %d".formatted(what, expected, found.length));
    }
  }

  /** The batch of an attention between a map and what attends to it or is attended to. */
  public static int map(Tensor map, Tensor positions, Tensor others, String what) {
    rank("map", 3, map);
    rank(what, 3, others);
    width(what, map.dim(2), others);
    shape("positions", new int[] {map.dim(1), map.dim(2)}, positions);
    return batch(map, others);
  }

  /** The shape of x with another last dimension. */
  public static int[] withWidth(Tensor x, int width) {
    int[] shape = x.shape();
    shape[shape.length - 1] = width;
    return shape;
  }
}
