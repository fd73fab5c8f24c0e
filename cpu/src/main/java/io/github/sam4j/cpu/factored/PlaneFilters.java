package io.github.sam4j.cpu.factored;

import io.github.sam4j.cpu.memory.Block;
import io.github.sam4j.cpu.vector.Lanes;
import jdk.incubator.vector.FloatVector;

/**
 * Products of a few filters with cells that lie plane by plane, a row of cells for each channel.
 * The number of cells is a multiple of {@link Lanes#WIDTH}.
 *
 * <p>Four filters and two vectors of cells are computed together; where there are fewer, some are
 * computed twice.
 */
public final class PlaneFilters {
  private static final int FILTERS = 4;
  private static final int VECTORS = 2;

  private final int[] filters;
  private final int count;
  private final int channels;

  /**
   * For these filters, which are copied.
   *
   * @param filters rows of channels
   */
  public PlaneFilters(Block filters, int filtersAt, int count, int channels) {
    this.filters = new int[count * channels];
    filters.bits().get(filtersAt, this.filters);
    this.count = count;
    this.channels = channels;
  }

  /**
   * target[k, i] = sum over channels of filters[k, c] x[c, i].
   *
   * @param targetStride from one filter's row in the target to the next
   */
  public void multiply(Block x, int at, int cells, Block target, int to, int targetStride) {
    for (int k = 0; k < count; k += FILTERS) {
      for (int i = 0; i < cells; i += VECTORS * Lanes.WIDTH) {
        int next = Math.min(Lanes.WIDTH, cells - Lanes.WIDTH - i);
        multiply(k, x.memory(), at + i, cells, next, target.memory(), to + i, targetStride);
      }
    }
  }

  private void multiply(
      int k, Object x, int at, int cells, int next, Object target, int to, int targetStride) {
    FloatVector a0 = FloatVector.zero(Lanes.SPECIES);
    FloatVector a1 = a0;
    FloatVector a2 = a0;
    FloatVector a3 = a0;
    FloatVector b0 = a0;
    FloatVector b1 = a0;
    FloatVector b2 = a0;
    FloatVector b3 = a0;
    int k1 = Math.min(k + 1, count - 1);
    int k2 = Math.min(k + 2, count - 1);
    int k3 = Math.min(k + 3, count - 1);
    int from = at;
    for (int c = 0; c < channels; c++) {
      FloatVector a = Lanes.load(x, from);
      FloatVector b = Lanes.load(x, from + next);
      FloatVector f0 = Lanes.broadcast(filters[k * channels + c]);
      a0 = a.fma(f0, a0);
      b0 = b.fma(f0, b0);
      FloatVector f1 = Lanes.broadcast(filters[k1 * channels + c]);
      a1 = a.fma(f1, a1);
      b1 = b.fma(f1, b1);
      FloatVector f2 = Lanes.broadcast(filters[k2 * channels + c]);
      a2 = a.fma(f2, a2);
      b2 = b.fma(f2, b2);
      FloatVector f3 = Lanes.broadcast(filters[k3 * channels + c]);
      a3 = a.fma(f3, a3);
      b3 = b.fma(f3, b3);
      from += cells;
    }
    Lanes.store(a0, target, to + k * targetStride);
    Lanes.store(b0, target, to + k * targetStride + next);
    Lanes.store(a1, target, to + k1 * targetStride);
    Lanes.store(b1, target, to + k1 * targetStride + next);
    Lanes.store(a2, target, to + k2 * targetStride);
    Lanes.store(b2, target, to + k2 * targetStride + next);
    Lanes.store(a3, target, to + k3 * targetStride);
    Lanes.store(b3, target, to + k3 * targetStride + next);
  }
}
