package io.github.sam4j.cpu;

import io.github.sam4j.cpu.memory.Block;
import io.github.sam4j.cpu.vector.Copies;
import io.github.sam4j.cpu.vector.Lanes;
import io.github.sam4j.cpu.vector.Sums;

/**
 * Where the parts of softmaxes lie that are computed some keys at a time: of each row the greatest
 * score, the sum of the exponentials of its scores less the greatest, and what they weigh.
 *
 * @param rows softmaxes
 * @param width values that each weighs
 * @param parts that follow each other
 */
record SoftmaxParts(int rows, int width, int parts) {
  /** Floats of one part. */
  int floats() {
    return Lanes.roundUp(mean(rows));
  }

  int greatest(int row) {
    return row;
  }

  int sum(int row) {
    return Lanes.roundUp(rows) + row;
  }

  int mean(int row) {
    return 2 * Lanes.roundUp(rows) + row * width;
  }

  /** to = one row's result from its parts, which begin here. */
  void join(Block block, int begin, int row, Block target, int to) {
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
      Sums.addScaled(block, at, factors[part] / sum, target, to, width);
    }
  }
}
