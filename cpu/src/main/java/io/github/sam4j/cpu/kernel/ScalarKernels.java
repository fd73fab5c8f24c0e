package io.github.sam4j.cpu.kernel;

import io.github.sam4j.cpu.memory.Block;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * Plain Java, for machines and applications without the Vector API. Without fused multiply-adds,
 * which take thousands of instructions on a processor that has none.
 */
public final class ScalarKernels implements Kernels {
  @Override
  public String name() {
    return "scalar";
  }

  @Override
  public int lanes() {
    return 1;
  }

  @Override
  public void add(Block a, int atA, Block b, int atB, Block target, int to, int length) {
    FloatBuffer as = a.floats();
    FloatBuffer bs = b.floats();
    FloatBuffer ts = target.floats();
    for (int i = 0; i < length; i++) {
      ts.put(to + i, as.get(atA + i) + bs.get(atB + i));
    }
  }

  @Override
  public void addScaled(Block a, int atA, float factor, Block target, int to, int length) {
    FloatBuffer as = a.floats();
    FloatBuffer ts = target.floats();
    for (int i = 0; i < length; i++) {
      ts.put(to + i, as.get(atA + i) * factor + ts.get(to + i));
    }
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
    FloatBuffer s = source.floats();
    FloatBuffer t = target.floats();
    float sum = 0;
    for (int i = 0; i < width; i++) {
      float x = t.get(to + i) + s.get(from + i);
      t.put(to + i, x);
      sum += x;
    }
    float mean = sum / width;
    float squares = 0;
    for (int i = 0; i < width; i++) {
      float x = t.get(to + i) - mean;
      squares += x * x;
    }
    float scale = (float) (1 / Math.sqrt(squares / width + epsilon));
    FloatBuffer g = gain.floats();
    FloatBuffer b = bias.floats();
    for (int i = 0; i < width; i++) {
      float x = (t.get(to + i) - mean) * scale;
      t.put(to + i, x * g.get(gainAt + i) + b.get(biasAt + i));
    }
  }

  @Override
  public int outerSumSpare() {
    return 0;
  }

  @Override
  public void outerSum(Block target, int to, Block parts, int rowsAt, int columnsAt, int side) {
    FloatBuffer t = target.floats();
    FloatBuffer p = parts.floats();
    for (int y = 0; y < side; y++) {
      float row = p.get(rowsAt + y);
      for (int x = 0; x < side; x++) {
        t.put(to + y * side + x, row + p.get(columnsAt + x));
      }
    }
  }

  @Override
  public int headStride(int n) {
    return n;
  }

  @Override
  public int headSpare(int n) {
    return 0;
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
    int n = tokens * heads;
    FloatBuffer s = scores.floats();
    FloatBuffer b = biases.floats();
    for (int row = at; row < at + rows * n; row += n) {
      for (int i = 0; i < n; i++) {
        s.put(row + i, s.get(row + i) + b.get(biasesAt + i));
      }
      for (int head = row; head < row + heads; head++) {
        float factor =
            1 / exponentials(s, head, heads, tokens, 1, greatest(s, head, heads, tokens));
        for (int i = head; i < head + n; i += heads) {
          s.put(i, s.get(i) * factor);
        }
      }
    }
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
    FloatBuffer s = scores.floats();
    for (int query = 0; query < queries; query++) {
      float greatest = greatest(s, at + query, stride, keys);
      float sum = exponentials(s, at + query, stride, keys, scale, greatest);
      factors.floats().put(factorsAt + query, 1 / sum);
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
    FloatBuffer s = scores.floats();
    for (int query = 0; query < queries; query++) {
      float greatest = greatest(s, at + query, stride, keys);
      float sum = exponentials(s, at + query, stride, keys, 1, greatest);
      results.floats().put(greatestAt + query, greatest).put(sumsAt + query, sum);
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
    FloatBuffer s = scores.floats();
    FloatBuffer v = values.floats();
    float[] sums = new float[width];
    for (int query = 0; query < queries; query++) {
      Arrays.fill(sums, 0);
      for (int key = 0; key < keys; key++) {
        float score = s.get(scoresAt + key * scoresStride + query);
        int row = at + key * stride;
        for (int d = 0; d < width; d++) {
          sums[d] += score * v.get(row + d);
        }
      }
      float factor = factors.floats().get(factorsAt + query);
      for (int d = 0; d < width; d++) {
        target.floats().put(to + query * targetStride + d, sums[d] * factor);
      }
    }
  }

  private static float greatest(FloatBuffer values, int at, int step, int count) {
    float greatest = values.get(at);
    for (int i = 1; i < count; i++) {
      greatest = Math.max(greatest, values.get(at + i * step));
    }
    return greatest;
  }

  /** values = e^((values - greatest) x scale); returns their sum. */
  private static float exponentials(
      FloatBuffer values, int at, int step, int count, float scale, float greatest) {
    float sum = 0;
    for (int i = at; i < at + count * step; i += step) {
      float e = ScalarMath.exp((values.get(i) - greatest) * scale);
      values.put(i, e);
      sum += e;
    }
    return sum;
  }
}
