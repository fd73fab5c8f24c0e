package io.github.sam4j.cpu.vector;

import io.github.sam4j.cpu.memory.Block;
import io.github.sam4j.cpu.memory.Rows;
import io.github.sam4j.cpu.memory.Span;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import jdk.incubator.vector.FloatVector;

/**
 * Attention of a block of queries of one head whose scores lie key by key: a row for each key, a
 * column for each query. So the softmax needs nothing across lanes, and values are read where they
 * lie.
 *
 * <p>Rows are a multiple of {@link Lanes#WIDTH} long; what is behind the last query is computed and
 * never used.
 */
public final class QueryAttention {
  private static final int AT_ONCE = 8;

  private QueryAttention() {}

  /**
   * scores = softmax over keys of scores x scale, but for the division by each query's sum, for one
   * vector of queries.
   *
   * @param factors written: the inverse of each query's sum
   */
  public static void softmax(
      Block scores, int at, int stride, int keys, float scale, Block factors, int factorsAt) {
    Object s = scores.memory();
    int end = at + keys * stride;
    FloatVector greatest = Lanes.load(s, at);
    for (int i = at; i < end; i += stride) {
      greatest = greatest.max(Lanes.load(s, i));
    }
    FloatVector factor = FloatVector.broadcast(Lanes.SPECIES, scale);
    FloatVector shift = greatest.mul(-scale);
    FloatVector sum = FloatVector.zero(Lanes.SPECIES);
    for (int i = at; i < end; i += stride) {
      FloatVector e = VectorMath.exp(Lanes.load(s, i).fma(factor, shift));
      Lanes.store(e, s, i);
      sum = sum.add(e);
    }
    Lanes.store(FloatVector.broadcast(Lanes.SPECIES, 1).div(sum), factors.memory(), factorsAt);
  }

  /**
   * scores = e^(scores - greatest of the query), for one vector of queries.
   *
   * @param greatest written: the greatest score of each query
   * @param sumsAt written: the sum over the keys
   */
  public static void exponentials(
      Block scores, int at, int stride, int keys, Block greatest, int greatestAt, int sumsAt) {
    Object s = scores.memory();
    int end = at + keys * stride;
    FloatVector most = Lanes.load(s, at);
    for (int i = at; i < end; i += stride) {
      most = most.max(Lanes.load(s, i));
    }
    FloatVector sum = FloatVector.zero(Lanes.SPECIES);
    for (int i = at; i < end; i += stride) {
      FloatVector e = VectorMath.exp(Lanes.load(s, i).sub(most));
      Lanes.store(e, s, i);
      sum = sum.add(e);
    }
    Lanes.store(most, greatest.memory(), greatestAt);
    Lanes.store(sum, greatest.memory(), sumsAt);
  }

  /** target = scores x values x factors, a row for each query. */
  public static void weigh(Rows scores, Rows values, Span factors, Rows target) {
    int queries = target.count();
    int width = values.width();
    int vectors = width - width % Lanes.WIDTH;
    Weighing weighing = Weighing.of(scores, values, factors, target);
    for (int query = 0; query < queries; query += AT_ONCE) {
      int count = Math.min(AT_ONCE, queries - query);
      for (int d = 0; d < vectors; d += Lanes.WIDTH) {
        weighing.vector(
            scores.offset() + query,
            values.offset() + d,
            factors.offset() + query,
            count,
            target.at(query) + d);
      }
    }
    for (int query = 0; query < queries && vectors < width; query++) {
      float factor = factors.block().floats().get(factors.offset() + query);
      weighRest(scores, query, values, vectors, factor, target);
    }
  }

  /** What the vectors of one sum over keys share. */
  private record Weighing(
      IntBuffer scores,
      int scoresStride,
      int keys,
      Object values,
      int valuesStride,
      IntBuffer factors,
      Object target,
      int targetStride) {

    static Weighing of(Rows scores, Rows values, Span factors, Rows target) {
      return new Weighing(
          scores.block().bits(),
          scores.stride(),
          scores.count(),
          values.block().memory(),
          values.stride(),
          factors.block().bits(),
          target.block().memory(),
          target.stride());
    }

    /** One vector of channels of up to eight queries; so many sums keep the multipliers busy. */
    void vector(int scoresAt, int at, int factorsAt, int count, int to) {
      FloatVector a0 = FloatVector.zero(Lanes.SPECIES);
      FloatVector a1 = a0;
      FloatVector a2 = a0;
      FloatVector a3 = a0;
      FloatVector a4 = a0;
      FloatVector a5 = a0;
      FloatVector a6 = a0;
      FloatVector a7 = a0;
      Object from = values;
      IntBuffer weights = scores;
      int weightsStride = scoresStride;
      int stride = valuesStride;
      int all = keys;
      int s = scoresAt;
      int i = at;
      for (int key = 0; key < all; key++) {
        FloatVector v = Lanes.load(from, i);
        a0 = v.fma(Lanes.broadcast(weights, s), a0);
        a1 = v.fma(Lanes.broadcast(weights, s + 1), a1);
        a2 = v.fma(Lanes.broadcast(weights, s + 2), a2);
        a3 = v.fma(Lanes.broadcast(weights, s + 3), a3);
        a4 = v.fma(Lanes.broadcast(weights, s + 4), a4);
        a5 = v.fma(Lanes.broadcast(weights, s + 5), a5);
        a6 = v.fma(Lanes.broadcast(weights, s + 6), a6);
        a7 = v.fma(Lanes.broadcast(weights, s + 7), a7);
        s += weightsStride;
        i += stride;
      }
      put(a0, factors, factorsAt, 0, count, target, to, targetStride);
      put(a1, factors, factorsAt, 1, count, target, to, targetStride);
      put(a2, factors, factorsAt, 2, count, target, to, targetStride);
      put(a3, factors, factorsAt, 3, count, target, to, targetStride);
      put(a4, factors, factorsAt, 4, count, target, to, targetStride);
      put(a5, factors, factorsAt, 5, count, target, to, targetStride);
      put(a6, factors, factorsAt, 6, count, target, to, targetStride);
      put(a7, factors, factorsAt, 7, count, target, to, targetStride);
    }
  }

  private static void put(
      FloatVector sum,
      IntBuffer factors,
      int factorsAt,
      int query,
      int count,
      Object target,
      int to,
      int stride) {
    if (query < count) {
      FloatVector factor = Lanes.broadcast(factors, factorsAt + query);
      Lanes.store(sum.mul(factor), target, to + query * stride);
    }
  }

  /** The channels that fill no vector. */
  private static void weighRest(
      Rows scores, int query, Rows values, int from, float factor, Rows target) {
    FloatBuffer s = scores.block().floats();
    FloatBuffer v = values.block().floats();
    for (int d = from; d < values.width(); d++) {
      float sum = 0;
      for (int key = 0; key < scores.count(); key++) {
        sum += s.get(scores.at(key) + query) * v.get(values.at(key) + d);
      }
      target.block().floats().put(target.at(query) + d, sum * factor);
    }
  }
}
