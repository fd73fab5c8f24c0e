package io.github.sam4j.cpu;

/** Where the rows (runs along the last dimension) of a tensor of any strides begin. */
final class RowWalk {
  private final int[] shape;
  private final long[] strides;
  private final long offset;

  RowWalk(int[] shape, long[] strides, long offset) {
    this.shape = shape;
    this.strides = strides;
    this.offset = offset;
  }

  /** Index of a row's first value. */
  int at(int row) {
    long position = offset;
    int rest = row;
    for (int axis = shape.length - 2; axis >= 0; axis--) {
      position += (rest % shape[axis]) * strides[axis];
      rest /= shape[axis];
    }
    return (int) position;
  }

  /** Floats from one value of a row to the next. */
  long step() {
    return shape.length == 0 ? 1 : strides[shape.length - 1];
  }
}
