package io.github.sam4j.cpu.kernel;

import io.github.sam4j.cpu.memory.Block;

/**
 * Where the parts of softmaxes lie that are computed some keys at a time: of each row the greatest
 * score, the sum of the exponentials of its scores less the greatest, and what they weigh.
 *
 * @param kernels to join them with
 * @param rows softmaxes
 * @param width values that each weighs
 * @param parts that follow each other
 */
public record SoftmaxParts(Kernels kernels, int rows, int width, int parts) {
  /** Floats of one part. */
  public int floats() {
    return kernels.roundUp(mean(rows));
  }

  /** Index of a row's greatest score within a part. */
  public int greatest(int row) {
    return row;
  }

  /** Index of a row's sum within a part. */
  public int sum(int row) {
    return kernels.roundUp(rows) + row;
  }

  /** Index within a part of the first value of what a row weighs. */
  public int mean(int row) {
    return 2 * kernels.roundUp(rows) + row * width;
  }

  /** to = one row's result from its parts, which begin here. */
  public void join(Block block, int begin, int row, Block target, int to) {
    float greatest = Float.NEGATIVE_INFINITY;
    for (int part = 0; part < parts; part++) {
      int at = begin + part * floats() + greatest(row);
      greatest = Math.max(greatest, block.floats().get(at));
    }
    float[] factors = new float[parts];
    float sum = 0;
    for (int part = 0; part < parts; part++) {
      int at = begin + part * floats();
      factors[part] = (float) Math.exp(block.floats().get(at + greatest(row)) - greatest);
      sum += factors[part] * block.floats().get(at + sum(row));
    }
    Copies.zero(target, to, width);
    for (int part = 0; part < parts; part++) {
      int at = begin + part * floats() + mean(row);
      kernels.addScaled(block, at, factors[part] / sum, target, to, width);
    }
  }
}
