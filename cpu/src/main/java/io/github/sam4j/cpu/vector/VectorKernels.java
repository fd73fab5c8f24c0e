package io.github.sam4j.cpu.vector;

import io.github.sam4j.cpu.kernel.Kernels;
import io.github.sam4j.cpu.memory.Block;
import io.github.sam4j.cpu.memory.Rows;
import io.github.sam4j.cpu.memory.Span;
import io.github.sam4j.cpu.memory.Square;

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
  public void multiply(Block target, int to, Block factors, int from, int length) {
    Scalings.row(target, to, factors, from, length);
  }

  @Override
  public void greatest(Square square, Block target, int to, int length) {
    Maxima.ofFour(square, target, to, length);
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
      Span gain,
      Span bias,
      float epsilon) {
    LayerNorms.addedRow(source, from, target, to, width, gain, bias, epsilon);
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
    return HeadSoftmax.rowStride(n);
  }

  @Override
  public int headSpare(int n) {
    return HeadSoftmax.spare(n);
  }

  @Override
  public void headSoftmax(Rows scores, int heads, Span biases, Span spare) {
    HeadSoftmax.softmax(scores, heads, biases, spare);
  }

  @Override
  public void softmaxes(Rows scores, float scale, Span factors) {
    Block s = scores.block();
    for (int i = 0; i < scores.width(); i += Lanes.WIDTH) {
      int at = scores.offset() + i;
      int to = factors.offset() + i;
      QueryAttention.softmax(s, at, scores.stride(), scores.count(), scale, factors.block(), to);
    }
  }

  @Override
  public void exponentials(Rows scores, Block results, int greatestAt, int sumsAt) {
    Block s = scores.block();
    for (int i = 0; i < scores.width(); i += Lanes.WIDTH) {
      int at = scores.offset() + i;
      QueryAttention.exponentials(
          s, at, scores.stride(), scores.count(), results, greatestAt + i, sumsAt + i);
    }
  }

  @Override
  public void weigh(Rows scores, Rows values, Span factors, Rows target) {
    QueryAttention.weigh(scores, values, factors, target);
  }
}
