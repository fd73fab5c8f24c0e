package io.github.sam4j.cpu.vector;

import io.github.sam4j.cpu.kernel.Kernels;
import io.github.sam4j.cpu.memory.Block;

/** Kernels on the Vector API; loaded only where that module is on. */
public final class VectorKernels implements Kernels {
  @Override
  public String name() {
    return "vectors of %d floats".formatted(Lanes.WIDTH);
  }

  @Override
  public int lanes() {
    return Lanes.WIDTH;
  }

  @Override
  public void add(Block a, int atA, Block b, int atB, Block target, int to, int length) {
    Sums.rows(a, atA, b, atB, target, to, length);
  }

  @Override
  public void addScaled(Block a, int atA, float factor, Block target, int to, int length) {
    Sums.addScaled(a, atA, factor, target, to, length);
  }

  @Override
  public void addedNorm(
      Block source,
      int from,
      Block target,
      int to,
      int width,
      Block gain,
      int gainAt,
      Block bias,
      int biasAt,
      float epsilon) {
    LayerNorms.addedRow(source, from, target, to, width, gain, gainAt, bias, biasAt, epsilon);
  }

  @Override
  public int outerSumSpare() {
    return OuterSums.spare();
  }

  @Override
  public void outerSum(Block target, int to, Block parts, int rowsAt, int columnsAt, int side) {
    OuterSums.write(target, to, parts, rowsAt, columnsAt, side);
  }

  @Override
  public int headStride(int n) {
    return HeadLanes.rowStride(n);
  }

  @Override
  public int headSpare(int n) {
    return HeadLanes.spare(n);
  }

  @Override
  public void headSoftmax(
      Block scores,
      int at,
      int rows,
      int tokens,
      int heads,
      Block biases,
      int biasesAt,
      Block spare,
      int spareAt) {
    HeadLanes.softmax(scores, at, rows, tokens, heads, biases, biasesAt, spare, spareAt);
  }

  @Override
  public void softmaxes(
      Block scores,
      int at,
      int stride,
      int queries,
      int keys,
      float scale,
      Block factors,
      int factorsAt) {
    for (int i = 0; i < queries; i += Lanes.WIDTH) {
      QueryLanes.softmax(scores, at + i, stride, keys, scale, factors, factorsAt + i);
    }
  }

  @Override
  public void exponentials(
      Block scores,
      int at,
      int stride,
      int queries,
      int keys,
      Block results,
      int greatestAt,
      int sumsAt) {
    for (int i = 0; i < queries; i += Lanes.WIDTH) {
      QueryLanes.exponentials(scores, at + i, stride, keys, results, greatestAt + i, sumsAt + i);
    }
  }

  @Override
  public void weigh(
      Block scores,
      int scoresAt,
      int scoresStride,
      int keys,
      Block values,
      int at,
      int stride,
      int width,
      Block factors,
      int factorsAt,
      int queries,
      Block target,
      int to,
      int targetStride) {
    QueryLanes.weigh(
        scores,
        scoresAt,
        scoresStride,
        keys,
        values,
        at,
        stride,
        width,
        factors,
        factorsAt,
        queries,
        target,
        to,
        targetStride);
  }
}
