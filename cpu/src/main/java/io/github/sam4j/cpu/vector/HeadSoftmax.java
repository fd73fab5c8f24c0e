package io.github.sam4j.cpu.vector;

import io.github.sam4j.cpu.memory.Rows;
import io.github.sam4j.cpu.memory.Span;
import jdk.incubator.vector.FloatVector;

/**
 * The softmax of rows of scores that lie token by token and for each token head by head. So a
 * vector holds heads and the softmax needs nothing across lanes.
 *
 * <p>Vectors reach beyond the last head of a token, into the next token's scores. What they write
 * there is overwritten in turn: the last vector of all tokens comes first, and tokens are in order.
 */
public final class HeadSoftmax {
  /**
   * Rows that take each step together. A vector that overlaps two which were just written must wait
   * for both; other rows in between make up for that.
   */
  private static final int TOGETHER = 16;

  private HeadSoftmax() {}

  /** Floats from one row of n scores to the next, with what vectors may write behind it. */
  public static int rowStride(int n) {
    return Lanes.roundUp(n) + Lanes.WIDTH;
  }

  /** Floats of working memory for rows of n scores. */
  public static int spare(int n) {
    return 2 * TOGETHER * rowStride(n);
  }

  /**
   * scores = softmax over tokens of scores + biases, for rows that lie {@link #rowStride} apart.
   *
   * @param spare working memory of {@link #spare} floats
   */
  public static void softmax(Rows scores, int heads, Span biases, Span spare) {
    int n = scores.width();
    int stride = scores.stride();
    int spareAt = spare.offset();
    int perHead = spareAt + TOGETHER * stride;
    Row tokens =
        new Row(
            n,
            heads,
            scores.block().memory(),
            biases.block().memory(),
            biases.offset(),
            spare.block().memory());
    for (int row = 0; row < scores.count(); row += TOGETHER) {
      int count = Math.min(TOGETHER, scores.count() - row);
      int from = scores.at(row);
      for (int r = 0; r < count; r++) {
        int step = r * stride;
        tokens.exponentials(from + step, spareAt + step, perHead + step);
      }
      for (int r = 0; r < count; r++) {
        int step = r * stride;
        tokens.weigh(spareAt + step, perHead + step, from + step);
      }
    }
  }

  /** What the rows of n scores share. */
  private record Row(
      int width, int perToken, Object scores, Object biases, int biasesOffset, Object spare) {
    /** Writes e^(score + bias - greatest) and, for each head, the inverse of their sum. */
    void exponentials(int at, int to, int inverses) {
      // Fields are read once: a store of a vector makes the compiler read them anew.
      int n = width;
      int heads = perToken;
      Object s = scores;
      Object b = biases;
      int biasesAt = biasesOffset;
      Object e = spare;
      for (int h = last(heads); h >= 0; h -= Lanes.WIDTH) {
        FloatVector greatest = Lanes.load(s, at + h).add(Lanes.load(b, biasesAt + h));
        for (int i = h + heads; i < n; i += heads) {
          greatest = greatest.max(Lanes.load(s, at + i).add(Lanes.load(b, biasesAt + i)));
        }
        FloatVector sum = FloatVector.zero(Lanes.SPECIES);
        for (int i = h; i < n; i += heads) {
          FloatVector x = Lanes.load(s, at + i).add(Lanes.load(b, biasesAt + i));
          FloatVector exponential = VectorMath.exp(x.sub(greatest));
          Lanes.store(exponential, e, to + i);
          sum = sum.add(exponential);
        }
        Lanes.store(FloatVector.broadcast(Lanes.SPECIES, 1).div(sum), e, inverses + h);
      }
    }

    /** Multiplies the exponentials with their head's inverse. */
    void weigh(int at, int inverses, int to) {
      int n = width;
      int heads = perToken;
      Object s = scores;
      Object e = spare;
      for (int h = last(heads); h >= 0; h -= Lanes.WIDTH) {
        FloatVector factor = Lanes.load(e, inverses + h);
        for (int i = h; i < n; i += heads) {
          Lanes.store(Lanes.load(e, at + i).mul(factor), s, to + i);
        }
      }
    }
  }

  /** Where the last vector of a token's heads begins. */
  private static int last(int heads) {
    return (heads - 1) / Lanes.WIDTH * Lanes.WIDTH;
  }
}
