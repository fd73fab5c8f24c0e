package io.github.sam4j.core.tensor;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Operators on factored maps whose arguments are checked and whose results are made before they are
 * computed, as {@link CheckedOperators} does it; they lie in the same scratch memory.
 */
public abstract class CheckedFactoredMaps implements FactoredMaps {
  private final int lanes;

  /**
   * Operators for blocks whose cells are a multiple of a number.
   *
   * @param lanes that number
   */
  protected CheckedFactoredMaps(int lanes) {
    this.lanes = lanes;
  }

  /** Opens a frame in the scratch memory. */
  protected abstract Frame frame();

  /** A tensor in the scratch memory, with undefined contents. */
  protected abstract Tensor empty(int... shape);

  @Override
  public final Tensor attentionTo(
      @Nullable FactoredMap map,
      TokenProjections queries,
      CellPlanes keys,
      Tensor values,
      int heads) {
    int terms = check(map, queries, keys, heads);
    ArgumentCheck.shape("values", keys.base().shape(), values);
    int maps = queries.tokens().dim(0);
    int rows = queries.tokens().dim(1) * heads;
    Tensor result = empty(maps, rows, values.dim(1) / heads + terms);
    try (Frame frame = frame()) {
      computeAttentionTo(map, queries, keys, values, heads, result);
    }
    return result;
  }

  @Override
  public final FactoredMap attentionFrom(
      @Nullable FactoredMap map,
      TokenProjections keys,
      CellPlanes queries,
      int heads,
      FactoredSum sum) {
    int terms = check(map, keys, queries, heads) + keys.tokens().dim(1) * heads;
    int maps = keys.tokens().dim(0);
    int blocks = queries.base().dim(0);
    int cells = queries.base().dim(2);
    FactoredMap result =
        new FactoredMap(empty(maps, blocks, terms, cells), empty(maps, blocks, cells));
    check(sum, result, heads);
    try (Frame frame = frame()) {
      computeAttentionFrom(map, keys, queries, heads, sum, result);
    }
    return result;
  }

  @Override
  public final Tensor masks(
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
    int needed = (side * side + cells - 1) / cells;
    if (needed != blocks) {
      throw new IllegalArgumentException(
          "masks of %d x %d cells need %d blocks of %d, found %d"
              .formatted(side, side, needed, cells, blocks));
    }
    int[] coefficients = {maps, blocks, map.terms(), cells};
    ArgumentCheck.shape("the coefficients", coefficients, map.coefficients());
    int rows = 4 * upscaling.middle();
    ArgumentCheck.shape("basis", new int[] {maps, rows, map.terms()}, basis);
    int count = owners.length;
    ArgumentCheck.shape("filters", new int[] {count, upscaling.outputs()}, filters);
    int[] starts = starts(owners, maps);
    Tensor result = empty(count, 4 * side, 4 * side);
    try (Frame frame = frame()) {
      computeMasks(map, upscaling, basis, filters, starts, side, result);
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
  private int check(
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

  private static void check(FactoredSum sum, FactoredMap result, int heads) {
    int maps = result.maps();
    int blocks = result.coefficients().dim(1);
    int cells = result.coefficients().dim(3);
    int terms = result.terms();
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

  private void checkCells(int cells) {
    if (cells % lanes != 0) {
      throw new IllegalArgumentException(
          "the cells must be a multiple of %d, found %d".formatted(lanes, cells));
    }
  }

  /** {@link #attentionTo}. */
  protected abstract void computeAttentionTo(
      @Nullable FactoredMap map,
      TokenProjections queries,
      CellPlanes keys,
      Tensor values,
      int heads,
      Tensor result);

  /** {@link #attentionFrom}. */
  protected abstract void computeAttentionFrom(
      @Nullable FactoredMap map,
      TokenProjections keys,
      CellPlanes queries,
      int heads,
      FactoredSum sum,
      FactoredMap result);

  /**
   * {@link #masks}.
   *
   * @param starts the first filter of each map, and behind the last one how many filters there are
   */
  protected abstract void computeMasks(
      FactoredMap map,
      FactoredUpscaling upscaling,
      Tensor basis,
      Tensor filters,
      int[] starts,
      int side,
      Tensor result);
}
