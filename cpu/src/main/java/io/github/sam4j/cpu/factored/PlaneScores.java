package io.github.sam4j.cpu.factored;

import io.github.sam4j.cpu.memory.Rows;
import io.github.sam4j.cpu.memory.Span;
import io.github.sam4j.cpu.vector.Lanes;
import jdk.incubator.vector.FloatVector;

/**
 * Scores between the heads of few tokens and many cells, whose channels lie plane by plane: a row
 * of cells for each token and head, token by token and for each token head by head.
 *
 * <p>The number of cells is a multiple of {@link Lanes#WIDTH}. Eight tokens are computed together,
 * so that there is little to load for each product; where there are fewer, some are computed twice.
 */
final class PlaneScores {
  private static final int TOKENS = 8;

  private final int[] tokens;
  private final int count;
  private final int heads;
  private final int headWidth;
  private final int cells;

  /**
   * For the scores of these tokens, which are copied.
   *
   * @param tokens a row of heads x headWidth channels for each
   */
  PlaneScores(Rows tokens, int heads, int cells) {
    this.count = tokens.count();
    this.heads = heads;
    this.headWidth = tokens.width() / heads;
    this.cells = cells;
    // For each eight tokens channel by channel, so that what is used together lies together.
    int width = heads * headWidth;
    int groups = (count + TOKENS - 1) / TOKENS;
    this.tokens = new int[groups * TOKENS * width];
    for (int i = 0; i < groups * TOKENS; i++) {
      int from = tokens.at(Math.min(i, count - 1));
      int to = i / TOKENS * TOKENS * width + i % TOKENS;
      for (int channel = 0; channel < width; channel++) {
        this.tokens[to + channel * TOKENS] = tokens.block().bits().get(from + channel);
      }
    }
  }

  /**
   * scores = tokens . planes.
   *
   * @param planes heads x headWidth rows of cells
   * @param scores rows of cells
   */
  void multiply(Rows planes, Span scores) {
    Object from = planes.block().memory();
    Object s = scores.block().memory();
    int to = scores.offset();
    for (int head = 0; head < heads; head++) {
      int plane = planes.offset() + head * headWidth * cells;
      for (int token = 0; token < count; token += TOKENS) {
        for (int i = 0; i < cells; i += Lanes.WIDTH) {
          multiply(token, head, from, plane + i, s, to + i);
        }
      }
    }
  }

  /** Eight tokens and a vector of cells. */
  private void multiply(int token, int head, Object planes, int plane, Object s, int to) {
    FloatVector a0 = FloatVector.zero(Lanes.SPECIES);
    FloatVector a1 = a0;
    FloatVector a2 = a0;
    FloatVector a3 = a0;
    FloatVector a4 = a0;
    FloatVector a5 = a0;
    FloatVector a6 = a0;
    FloatVector a7 = a0;
    int k = first(token, head);
    int end = k + TOKENS * headWidth;
    for (int at = plane; k < end; at += cells, k += TOKENS) {
      FloatVector a = Lanes.load(planes, at);
      a0 = a.fma(Lanes.broadcast(tokens[k + 0]), a0);
      a1 = a.fma(Lanes.broadcast(tokens[k + 1]), a1);
      a2 = a.fma(Lanes.broadcast(tokens[k + 2]), a2);
      a3 = a.fma(Lanes.broadcast(tokens[k + 3]), a3);
      a4 = a.fma(Lanes.broadcast(tokens[k + 4]), a4);
      a5 = a.fma(Lanes.broadcast(tokens[k + 5]), a5);
      a6 = a.fma(Lanes.broadcast(tokens[k + 6]), a6);
      a7 = a.fma(Lanes.broadcast(tokens[k + 7]), a7);
    }
    Lanes.store(a0, s, to + row(token, head));
    Lanes.store(a1, s, to + row(token + 1, head));
    Lanes.store(a2, s, to + row(token + 2, head));
    Lanes.store(a3, s, to + row(token + 3, head));
    Lanes.store(a4, s, to + row(token + 4, head));
    Lanes.store(a5, s, to + row(token + 5, head));
    Lanes.store(a6, s, to + row(token + 6, head));
    Lanes.store(a7, s, to + row(token + 7, head));
  }

  /**
   * scores = tokens . (planes x scale + places).
   *
   * @param planes heads x headWidth rows of cells
   * @param scale one for each cell
   * @param places rows like those of the planes
   * @param scores rows of cells
   */
  void multiply(Rows planes, Rows scale, Rows places, Span scores) {
    Placed placed =
        new Placed(
            planes.block().memory(),
            scale.block().memory(),
            places.block().memory(),
            places.stride(),
            scores.block().memory());
    int scaleAt = scale.offset();
    int to = scores.offset();
    for (int head = 0; head < heads; head++) {
      int plane = planes.offset() + head * headWidth * cells;
      int place = places.at(head * headWidth);
      for (int token = 0; token < count; token += TOKENS) {
        for (int i = 0; i < cells; i += Lanes.WIDTH) {
          multiply(placed, token, head, plane + i, scaleAt + i, place + i, to + i);
        }
      }
    }
  }

  /** The memory of planes that are scaled and have places. */
  private record Placed(
      Object planes, Object scales, Object places, int placesStride, Object scores) {}

  /** Eight tokens and a vector of cells. */
  private void multiply(
      Placed placed, int token, int head, int plane, int scaleAt, int place, int to) {
    Object planes = placed.planes();
    Object places = placed.places();
    Object s = placed.scores();
    int placesStride = placed.placesStride();
    FloatVector a0 = FloatVector.zero(Lanes.SPECIES);
    FloatVector a1 = a0;
    FloatVector a2 = a0;
    FloatVector a3 = a0;
    FloatVector a4 = a0;
    FloatVector a5 = a0;
    FloatVector a6 = a0;
    FloatVector a7 = a0;
    FloatVector scale = Lanes.load(placed.scales(), scaleAt);
    int k = first(token, head);
    int end = k + TOKENS * headWidth;
    int with = place;
    for (int at = plane; k < end; at += cells, k += TOKENS) {
      FloatVector a = Lanes.load(planes, at).fma(scale, Lanes.load(places, with));
      a0 = a.fma(Lanes.broadcast(tokens[k + 0]), a0);
      a1 = a.fma(Lanes.broadcast(tokens[k + 1]), a1);
      a2 = a.fma(Lanes.broadcast(tokens[k + 2]), a2);
      a3 = a.fma(Lanes.broadcast(tokens[k + 3]), a3);
      a4 = a.fma(Lanes.broadcast(tokens[k + 4]), a4);
      a5 = a.fma(Lanes.broadcast(tokens[k + 5]), a5);
      a6 = a.fma(Lanes.broadcast(tokens[k + 6]), a6);
      a7 = a.fma(Lanes.broadcast(tokens[k + 7]), a7);
      with += placesStride;
    }
    Lanes.store(a0, s, to + row(token, head));
    Lanes.store(a1, s, to + row(token + 1, head));
    Lanes.store(a2, s, to + row(token + 2, head));
    Lanes.store(a3, s, to + row(token + 3, head));
    Lanes.store(a4, s, to + row(token + 4, head));
    Lanes.store(a5, s, to + row(token + 5, head));
    Lanes.store(a6, s, to + row(token + 6, head));
    Lanes.store(a7, s, to + row(token + 7, head));
  }

  /** Where the values of eight tokens for a head begin. */
  private int first(int token, int head) {
    return (token * heads + head * TOKENS) * headWidth;
  }

  /** Where a token's scores begin. */
  private int row(int token, int head) {
    return (Math.min(token, count - 1) * heads + head) * cells;
  }

  /**
   * scores = scores + others x factors, rows of cells.
   *
   * @param factors one for each cell
   */
  static void addScaled(Rows scores, Rows others, Rows factors) {
    Object s = scores.block().memory();
    Object o = others.block().memory();
    Object f = factors.block().memory();
    int factorsAt = factors.offset();
    int cells = scores.width();
    int rows = scores.count();
    for (int row = 0; row < rows; row++) {
      int at = scores.at(row);
      int from = others.at(row);
      for (int i = 0; i < cells; i += Lanes.WIDTH) {
        FloatVector other = Lanes.load(o, from + i);
        FloatVector score = Lanes.load(s, at + i);
        Lanes.store(other.fma(Lanes.load(f, factorsAt + i), score), s, at + i);
      }
    }
  }
}
