package io.github.sam4j.cpu.kernel;

import io.github.sam4j.cpu.memory.Block;
import io.github.sam4j.cpu.memory.Rows;
import io.github.sam4j.cpu.memory.Span;
import io.github.sam4j.cpu.memory.Square;
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
  public void multiply(Block target, int to, Block factors, int from, int length) {
    FloatBuffer ts = target.floats();
    FloatBuffer fs = factors.floats();
    for (int i = 0; i < length; i++) {
      ts.put(to + i, ts.get(to + i) * fs.get(from + i));
    }
  }

  @Override
  public void greatest(Square square, Block target, int to, int length) {
    FloatBuffer s = square.block().floats();
    FloatBuffer t = target.floats();
    int above = square.from();
    int below = above + square.down();
    int right = square.right();
    for (int i = 0; i < length; i++) {
      float upper = Math.max(s.get(above + i), s.get(above + right + i));
      float lower = Math.max(s.get(below + i), s.get(below + right + i));
      t.put(to + i, Math.max(upper, lower));
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
      Span gain,
      Span bias,
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
    FloatBuffer g = gain.block().floats();
    FloatBuffer b = bias.block().floats();
    for (int i = 0; i < width; i++) {
      float x = (t.get(to + i) - mean) * scale;
      t.put(to + i, x * g.get(gain.offset() + i) + b.get(bias.offset() + i));
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
  public void headSoftmax(Rows scores, int heads, Span biases, Span spare) {
    int n = scores.width();
    int tokens = n / heads;
    FloatBuffer s = scores.block().floats();
    FloatBuffer b = biases.block().floats();
    for (int r = 0; r < scores.count(); r++) {
      int row = scores.at(r);
      for (int i = 0; i < n; i++) {
        s.put(row + i, s.get(row + i) + b.get(biases.offset() + i));
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
  public void softmaxes(Rows scores, float scale, Span factors) {
    FloatBuffer s = scores.block().floats();
    for (int query = 0; query < scores.width(); query++) {
      int at = scores.offset() + query;
      float greatest = greatest(s, at, scores.stride(), scores.count());
      float sum = exponentials(s, at, scores.stride(), scores.count(), scale, greatest);
      factors.block().floats().put(factors.offset() + query, 1 / sum);
    }
  }

  @Override
  public void exponentials(Rows scores, Block results, int greatestAt, int sumsAt) {
    FloatBuffer s = scores.block().floats();
    for (int query = 0; query < scores.width(); query++) {
      int at = scores.offset() + query;
      float greatest = greatest(s, at, scores.stride(), scores.count());
      float sum = exponentials(s, at, scores.stride(), scores.count(), 1, greatest);
      results.floats().put(greatestAt + query, greatest).put(sumsAt + query, sum);
    }
  }

  @Override
  public void weigh(Rows scores, Rows values, Span factors, Rows target) {
    FloatBuffer s = scores.block().floats();
    FloatBuffer v = values.block().floats();
    FloatBuffer t = target.block().floats();
    float[] sums = new float[values.width()];
    for (int query = 0; query < target.count(); query++) {
      Arrays.fill(sums, 0);
      for (int key = 0; key < scores.count(); key++) {
        float score = s.get(scores.at(key) + query);
        int row = values.at(key);
        for (int d = 0; d < sums.length; d++) {
          sums[d] += score * v.get(row + d);
        }
      }
      float factor = factors.block().floats().get(factors.offset() + query);
      for (int d = 0; d < sums.length; d++) {
        t.put(target.at(query) + d, sums[d] * factor);
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
