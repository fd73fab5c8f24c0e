package io.github.sam4j.cpu.vector;

import io.github.sam4j.cpu.memory.Block;
import jdk.incubator.vector.FloatVector;

/**
 * Scores between the heads of few tokens and many cells, whose channels lie plane by plane: a row
 * of cells for each token and head, token by token and for each token head by head.
 *
 * <p>The number of cells is a multiple of {@link Lanes#WIDTH}. Four tokens and two vectors of cells
 * are computed together; where there are fewer, some are computed twice. With more the compiler of
 * JDK 17 gives up to inline, and it takes twice as long.
 */
public final class PlaneScores {
  private static final int TOKENS = 4;
  private static final int VECTORS = 2;

  private final int[] tokens;
  private final int count;
  private final int heads;
  private final int headWidth;
  private final int cells;

  /**
   * For the scores of these tokens.
   *
   * @param tokens a row of heads x headWidth channels for each
   */
  public PlaneScores(Block tokens, int tokensAt, int count, int heads, int headWidth, int cells) {
    this.tokens = new int[count * heads * headWidth];
    tokens.bits().get(tokensAt, this.tokens);
    this.count = count;
    this.heads = heads;
    this.headWidth = headWidth;
    this.cells = cells;
  }

  /**
   * scores = tokens . planes.
   *
   * @param planes heads x headWidth rows of cells
   * @param scores rows of cells
   */
  public void multiply(Block planes, int at, Block scores, int to) {
    for (int head = 0; head < heads; head++) {
      int plane = at + head * headWidth * cells;
      for (int token = 0; token < count; token += TOKENS) {
        for (int cell = 0; cell < cells; cell += VECTORS * Lanes.WIDTH) {
          int next = Math.min(Lanes.WIDTH, cells - Lanes.WIDTH - cell);
          int begin = to + cell;
          block(
              tokens,
              channel(token, head),
              channel(token + 1, head),
              channel(token + 2, head),
              channel(token + 3, head),
              headWidth,
              planes.memory(),
              plane + cell,
              cells,
              next,
              scores.memory(),
              begin + row(token, head),
              begin + row(token + 1, head),
              begin + row(token + 2, head),
              begin + row(token + 3, head));
        }
      }
    }
  }

  private int channel(int token, int head) {
    return (Math.min(token, count - 1) * heads + head) * headWidth;
  }

  private int row(int token, int head) {
    return (Math.min(token, count - 1) * heads + head) * cells;
  }

  /** Four tokens, k0 to k3, and two vectors of cells. */
  private static void block(
      int[] tokens,
      int k0,
      int k1,
      int k2,
      int k3,
      int width,
      Object planes,
      int plane,
      int stride,
      int next,
      Object s,
      int s0,
      int s1,
      int s2,
      int s3) {
    FloatVector a0 = FloatVector.zero(Lanes.SPECIES);
    FloatVector a1 = a0;
    FloatVector a2 = a0;
    FloatVector a3 = a0;
    FloatVector b0 = a0;
    FloatVector b1 = a0;
    FloatVector b2 = a0;
    FloatVector b3 = a0;
    int at = plane;
    for (int i = 0; i < width; i++) {
      FloatVector a = Lanes.load(planes, at);
      FloatVector b = Lanes.load(planes, at + next);
      FloatVector f0 = Lanes.broadcast(tokens[k0 + i]);
      a0 = a.fma(f0, a0);
      b0 = b.fma(f0, b0);
      FloatVector f1 = Lanes.broadcast(tokens[k1 + i]);
      a1 = a.fma(f1, a1);
      b1 = b.fma(f1, b1);
      FloatVector f2 = Lanes.broadcast(tokens[k2 + i]);
      a2 = a.fma(f2, a2);
      b2 = b.fma(f2, b2);
      FloatVector f3 = Lanes.broadcast(tokens[k3 + i]);
      a3 = a.fma(f3, a3);
      b3 = b.fma(f3, b3);
      at += stride;
    }
    Lanes.store(a0, s, s0);
    Lanes.store(a1, s, s1);
    Lanes.store(a2, s, s2);
    Lanes.store(a3, s, s3);
    Lanes.store(b0, s, s0 + next);
    Lanes.store(b1, s, s1 + next);
    Lanes.store(b2, s, s2 + next);
    Lanes.store(b3, s, s3 + next);
  }

  /**
   * scores = (scores + others) x factors.
   *
   * @param factors one for each cell
   */
  public static void addScaled(
      Block scores,
      int at,
      Block others,
      int from,
      int rows,
      int cells,
      Block factors,
      int factorsAt) {
    Object s = scores.memory();
    Object o = others.memory();
    Object f = factors.memory();
    for (int row = 0; row < rows * cells; row += cells) {
      for (int i = 0; i < cells; i += Lanes.WIDTH) {
        FloatVector sum = Lanes.load(s, at + row + i).add(Lanes.load(o, from + row + i));
        Lanes.store(sum.mul(Lanes.load(f, factorsAt + i)), s, at + row + i);
      }
    }
  }
}
