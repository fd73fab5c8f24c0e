package io.github.sam4j.cpu.work;

import io.github.sam4j.cpu.memory.Block;
import io.github.sam4j.cpu.memory.Strided;

/** Where the rows (runs along the last dimension) of a tensor of any strides begin. */
public final class RowWalk {
  private final int[] shape;
  private final long[] strides;
  private final long offset;

  /** Over a tensor of this shape. */
  public RowWalk(int[] shape, long[] strides, long offset) {
    this.shape = shape;
    this.strides = strides;
    this.offset = offset;
  }

  /** Index of a row's first value. */
  public int at(int row) {
    long position = offset;
    int rest = row;
    for (int axis = shape.length - 2; axis >= 0; axis--) {
      position += (rest % shape[axis]) * strides[axis];
      rest /= shape[axis];
    }
    return (int) position;
  }

  /** A row's values in the tensor's memory. */
  public Strided row(Block block, int row) {
    return new Strided(block, at(row), step());
  }

  /** Floats from one value of a row to the next. */
  public long step() {
    return shape.length == 0 ? 1 : strides[shape.length - 1];
  }
}
