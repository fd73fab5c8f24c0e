package io.github.sam4j.cpu.factored;

import io.github.sam4j.core.tensor.CellPlanes;
import io.github.sam4j.core.tensor.CheckedFactoredMaps;
import io.github.sam4j.core.tensor.FactoredMap;
import io.github.sam4j.core.tensor.FactoredSum;
import io.github.sam4j.core.tensor.FactoredUpscaling;
import io.github.sam4j.core.tensor.Frame;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.core.tensor.TokenProjections;
import io.github.sam4j.cpu.vector.Lanes;
import io.github.sam4j.cpu.work.Workspace;
import org.jspecify.annotations.Nullable;

/** Leaves the work to one class for each kind of operator. */
public final class CpuFactoredMaps extends CheckedFactoredMaps {
  /** With more terms an attention's products with them cost more than those with cells. */
  private static final int MOST_TERMS = 128;

  /** A block's planes and coefficients are to fit into a core's cache. */
  private static final int MOST_CELLS = 256;

  private final Workspace workspace;

  /** In a workspace. */
  public CpuFactoredMaps(Workspace workspace) {
    super(Lanes.WIDTH);
    this.workspace = workspace;
  }

  @Override
  public boolean suits(int cells, int terms) {
    return cells >= Lanes.WIDTH && terms > 1 && terms <= MOST_TERMS;
  }

  @Override
  public int block(int cells) {
    int blocks = Workspace.parts(cells, MOST_CELLS);
    return Lanes.roundUp(Workspace.parts(cells, blocks));
  }

  @Override
  protected Frame frame() {
    return workspace.frame();
  }

  @Override
  protected Tensor empty(int... shape) {
    return workspace.empty(shape);
  }

  @Override
  protected void computeAttentionTo(
      @Nullable FactoredMap map,
      TokenProjections queries,
      CellPlanes keys,
      Tensor values,
      int heads,
      Tensor result) {
    int maps = result.dim(0);
    PlaneWork work = new PlaneWork(workspace, map, maps, values.dim(0), values.dim(2), heads);
    new PlaneAttention(workspace, work, work.new Scores(queries, keys), heads)
        .apply(values, keys.cells(), result);
  }

  @Override
  protected void computeAttentionFrom(
      @Nullable FactoredMap map,
      TokenProjections keys,
      CellPlanes queries,
      int heads,
      FactoredSum sum,
      FactoredMap result) {
    int blocks = queries.base().dim(0);
    int cells = queries.base().dim(2);
    PlaneWork work = new PlaneWork(workspace, map, result.maps(), blocks, cells, heads);
    new PlaneUpdate(workspace, work, work.new Scores(keys, queries), heads, result).apply(sum);
  }

  @Override
  protected void computeMasks(
      FactoredMap map,
      FactoredUpscaling upscaling,
      Tensor basis,
      Tensor filters,
      int[] starts,
      int side,
      Tensor result) {
    int blocks = upscaling.base().dim(0);
    int cells = upscaling.base().dim(2);
    PlaneWork work = new PlaneWork(workspace, map, map.maps(), blocks, cells, 1);
    new PlaneMasks(work, upscaling, basis, filters, starts).write(workspace.rows(result), side);
  }
}
