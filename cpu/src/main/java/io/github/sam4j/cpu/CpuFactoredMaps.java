package io.github.sam4j.cpu;

import io.github.sam4j.core.tensor.ArgumentCheck;
import io.github.sam4j.core.tensor.CellPlanes;
import io.github.sam4j.core.tensor.FactoredMap;
import io.github.sam4j.core.tensor.FactoredMaps;
import io.github.sam4j.core.tensor.FactoredSum;
import io.github.sam4j.core.tensor.FactoredUpscaling;
import io.github.sam4j.core.tensor.Frame;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.core.tensor.TokenProjections;
import io.github.sam4j.cpu.vector.Lanes;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Checks shapes, makes the results and leaves the work to one class for each kind of operator. */
final class CpuFactoredMaps implements FactoredMaps {
  /** With more terms an attention's products with them cost more than those with cells. */
  private static final int MOST_TERMS = 128;

  /** A block's planes and coefficients are to fit into a core's cache. */
  private static final int MOST_CELLS = 256;

  private final Session session;

  CpuFactoredMaps(Session session) {
    this.session = session;
  }

  @Override
  public boolean suits(int cells, int terms) {
    return cells >= Lanes.WIDTH && terms > 1 && terms <= MOST_TERMS;
  }

  @Override
  public int block(int cells) {
    int blocks = Linears.parts(cells, MOST_CELLS);
    return Lanes.roundUp(Linears.parts(cells, blocks));
  }

  @Override
  public Tensor attentionTo(
      @Nullable FactoredMap map,
      TokenProjections queries,
      CellPlanes keys,
      Tensor values,
      int heads) {
    int terms = check(map, queries, keys, heads);
    ArgumentCheck.shape("values", keys.base().shape(), values);
    int headWidth = values.dim(1) / heads;
    int maps = queries.tokens().dim(0);
    int rows = queries.tokens().dim(1) * heads;
    Tensor result = session.empty(maps, rows, headWidth + terms);
    try (Frame frame = session.frame()) {
      PlaneWork work = new PlaneWork(session, map, maps, values.dim(0), values.dim(2), heads);
      new PlaneAttention(session, work, work.new Scores(queries, keys), heads)
          .apply(values, keys.cells(), result);
    }
    return result;
  }

  @Override
  public FactoredMap attentionFrom(
      @Nullable FactoredMap map,
      TokenProjections keys,
      CellPlanes queries,
      int heads,
      FactoredSum sum) {
    int terms = check(map, keys, queries, heads) + keys.tokens().dim(1) * heads;
    int maps = keys.tokens().dim(0);
    int blocks = queries.base().dim(0);
    int cells = queries.base().dim(2);
    check(sum, maps, terms, blocks, cells, heads);
    FactoredMap result =
        new FactoredMap(
            session.empty(maps, blocks, terms, cells), session.empty(maps, blocks, cells));
    try (Frame frame = session.frame()) {
      PlaneWork work = new PlaneWork(session, map, maps, blocks, cells, heads);
      new PlaneUpdate(session, work, work.new Scores(keys, queries), heads, result).apply(sum);
    }
    return result;
  }

  @Override
  public Tensor masks(
      FactoredMap map,
      FactoredUpscaling upscaling,
      Tensor basis,
      Tensor filters,
      int[] owners,
      int side) {
    int maps = map.maps();
    int blocks = upscaling.base().dim(0);
    int cells = upscaling.base().dim(2);
    checkCells(cells);
    if (Linears.parts(side * side, cells) != blocks) {
      throw new IllegalArgumentException(
          "masks of %d x %d cells need %d blocks of %d, found %d"
              .formatted(side, side, Linears.parts(side * side, cells), cells, blocks));
    }
    int[] coefficients = {maps, blocks, map.terms(), cells};
    ArgumentCheck.shape("the coefficients", coefficients, map.coefficients());
    int rows = 4 * upscaling.middle();
    ArgumentCheck.shape("basis", new int[] {maps, rows, map.terms()}, basis);
    int count = owners.length;
    ArgumentCheck.shape("filters", new int[] {count, upscaling.outputs()}, filters);
    int[] starts = starts(owners, maps);
    Tensor result = session.empty(count, 4 * side, 4 * side);
    try (Frame frame = session.frame()) {
      PlaneWork work = new PlaneWork(session, map, maps, blocks, cells, 1);
      new PlaneMasks(work, upscaling, basis, filters, starts).write(session.rows(result), side);
    }
    return result;
  }

  /** The first filter of each map, and behind the last one how many there are. */
  private static int[] starts(int[] owners, int maps) {
    int[] starts = new int[maps + 1];
    int previous = 0;
    for (int owner : owners) {
      if (owner < previous || owner >= maps) {
        throw new IllegalArgumentException(
            "owners must ascend from 0 to at most %d, found %s"
                .formatted(maps - 1, Arrays.toString(owners)));
      }
      previous = owner;
      starts[owner + 1]++;
    }
    for (int map = 0; map < maps; map++) {
      starts[map + 1] += starts[map];
    }
    return starts;
  }

  /** Returns the terms of the map. */
  private static int check(
      @Nullable FactoredMap map, TokenProjections tokens, CellPlanes planes, int heads) {
    int width = planes.base().dim(1);
    int cells = planes.base().dim(2);
    checkCells(cells);
    ArgumentCheck.rank("tokens", 3, tokens.tokens());
    ArgumentCheck.width("tokens", width, tokens.tokens());
    if (heads < 1 || width % heads != 0) {
      throw new IllegalArgumentException(
          "the width must be a multiple of %d heads, found %d".formatted(heads, width));
    }
    int maps = tokens.tokens().dim(0);
    int rows = tokens.tokens().dim(1) * heads;
    if (map == null) {
      if (tokens.basis() != null) {
        throw new IllegalArgumentException("a basis for maps without terms: " + tokens.basis());
      }
      return 0;
    }
    int[] shape = {maps, planes.base().dim(0), map.terms(), cells};
    ArgumentCheck.shape("the coefficients", shape, map.coefficients());
    if (tokens.basis() == null) {
      throw new IllegalArgumentException("no basis for maps with %d terms".formatted(map.terms()));
    }
    ArgumentCheck.shape("basis", new int[] {maps, rows, map.terms()}, tokens.basis());
    return map.terms();
  }

  private static void check(
      FactoredSum sum, int maps, int terms, int blocks, int cells, int heads) {
    ArgumentCheck.shape("gram", new int[] {maps, terms, terms}, sum.gram());
    ArgumentCheck.shape("squares", new int[] {blocks, cells}, sum.squares());
    if (sum.shift() != null) {
      ArgumentCheck.shape("shift", new int[] {blocks, cells}, sum.shift());
    }
    int overlapping = 0;
    for (FactoredSum.Overlap overlap : sum.overlaps()) {
      ArgumentCheck.rank("the overlap's tokens", 3, overlap.tokens());
      int count = overlap.tokens().dim(1);
      int width = overlap.tokens().dim(2);
      ArgumentCheck.shape("the overlap's tokens", new int[] {maps, count, width}, overlap.tokens());
      ArgumentCheck.shape(
          "the overlap's planes", new int[] {blocks, width, cells}, overlap.planes());
      ArgumentCheck.widths("the overlap's heads", width / heads * heads, width);
      overlapping += count * heads;
    }
    ArgumentCheck.widths("the overlaps", terms, overlapping);
  }

  private static void checkCells(int cells) {
    if (cells % Lanes.WIDTH != 0) {
      throw new IllegalArgumentException(
          "the cells must be a multiple of %d, found %d".formatted(Lanes.WIDTH, cells));
    }
  }
}
