package io.github.sam4j.cpu.vector;

import io.github.sam4j.cpu.memory.Block;
import io.github.sam4j.cpu.memory.Span;
import java.nio.FloatBuffer;
import jdk.incubator.vector.FloatVector;

/** Layer norm of one row, in two passes. */
public final class LayerNorms {
  private LayerNorms() {}

  /** target = (sum - mean) / sqrt(variance + epsilon) x gain + bias, of sum = target + source. */
  public static void addedRow(
      Block source,
      int from,
      Block target,
      int to,
      int width,
      Span gain,
      Span bias,
      float epsilon) {
    float mean = addedMean(source, from, target, to, width);
    float scale = (float) (1 / Math.sqrt(variance(target, to, width, mean) + epsilon));
    apply(target, to, width, gain, bias, mean, scale);
  }

  /** target += source; returns the mean of the sums. */
  private static float addedMean(Block source, int from, Block target, int to, int width) {
    Object s = source.memory();
    Object t = target.memory();
    int step = 2 * Lanes.WIDTH;
    FloatVector sum0 = FloatVector.zero(Lanes.SPECIES);
    FloatVector sum1 = sum0;
    int i = 0;
    for (; i <= width - step; i += step) {
      FloatVector x = Lanes.load(s, from + i).add(Lanes.load(t, to + i));
      FloatVector y =
          Lanes.load(s, from + i + Lanes.WIDTH).add(Lanes.load(t, to + i + Lanes.WIDTH));
      Lanes.store(x, t, to + i);
      Lanes.store(y, t, to + i + Lanes.WIDTH);
      sum0 = sum0.add(x);
      sum1 = sum1.add(y);
    }
    float sum = LaneSum.of(sum0.add(sum1));
    FloatBuffer values = target.floats();
    for (; i < width; i++) {
      float x = values.get(to + i) + source.floats().get(from + i);
      values.put(to + i, x);
      sum += x;
    }
    return sum / width;
  }

  private static float variance(Block source, int from, int width, float mean) {
    Object s = source.memory();
    int step = 2 * Lanes.WIDTH;
    FloatVector m = FloatVector.broadcast(Lanes.SPECIES, mean);
    FloatVector sum0 = FloatVector.zero(Lanes.SPECIES);
    FloatVector sum1 = sum0;
    int i = 0;
    for (; i <= width - step; i += step) {
      FloatVector x = Lanes.load(s, from + i).sub(m);
      FloatVector y = Lanes.load(s, from + i + Lanes.WIDTH).sub(m);
      sum0 = x.fma(x, sum0);
      sum1 = y.fma(y, sum1);
    }
    float sum = LaneSum.of(sum0.add(sum1));
    FloatBuffer values = source.floats();
    for (; i < width; i++) {
      float x = values.get(from + i) - mean;
      sum += x * x;
    }
    return sum / width;
  }

  private static void apply(
      Block values, int at, int width, Span gain, Span bias, float mean, float scale) {
    Object v = values.memory();
    Object g = gain.block().memory();
    Object b = bias.block().memory();
    int gainAt = gain.offset();
    int biasAt = bias.offset();
    int i = 0;
    for (; i <= width - Lanes.WIDTH; i += Lanes.WIDTH) {
      FloatVector x = Lanes.load(v, at + i).sub(mean).mul(scale);
      Lanes.store(x.fma(Lanes.load(g, gainAt + i), Lanes.load(b, biasAt + i)), v, at + i);
    }
    FloatBuffer rest = values.floats();
    for (; i < width; i++) {
      float x = (rest.get(at + i) - mean) * scale;
      float y = x * gain.block().floats().get(gainAt + i) + bias.block().floats().get(biasAt + i);
      rest.put(at + i, y);
    }
  }
}
