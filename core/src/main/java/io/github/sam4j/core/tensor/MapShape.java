package io.github.sam4j.core.tensor;

/**
 * One of the maps that an image encoder gives.
 *
 * @param name "embedding", "high_res_s0"; unique within a model
 * @param rows cells from top to bottom, at least 1
 * @param columns cells from left to right, at least 1
 * @param channels values of a cell, at least 1
 */
public record MapShape(String name, int rows, int columns, int channels) {
  /** Checks the arguments. */
  public MapShape {
    if (name.isBlank() || rows < 1 || columns < 1 || channels < 1) {
      throw new IllegalArgumentException(
          "a map needs a name and sides and channels of at least 1, found '%s', %d x %d x %d"
              .formatted(name, rows, columns, channels));
    }
  }

  /** Values in the map. */
  public long size() {
    return Tensor.size(rows, columns, channels);
  }

  /** Its shape as a tensor: (rows, columns, channels). */
  public int[] dimensions() {
    return new int[] {rows, columns, channels};
  }
}
