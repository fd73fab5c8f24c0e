package io.github.sam4j.core.tensor;

import static io.github.sam4j.core.tensor.WrongShapes.wrong;

import io.github.sam4j.core.tensor.FactoredSum.Overlap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@link FactoredMaps} with shapes that do not fit. What fits: 2 maps of 1 x 16 cells, 3 tokens, 2
 * heads, 6 channels, 4 terms before an attention and 6 more after it.
 */
final class WrongFactoredShapes {
  private static final int CELLS = 16;

  private WrongFactoredShapes() {}

  static List<WrongShapes> all() {
    return List.of(
        wrong("scale of a map", o -> map(o, 2, 4, CELLS, 32), "[2, 1, 16]", "[2, 1, 32]"),
        wrong(
            "places",
            o -> new CellPlanes(o.empty(1, 6, CELLS), o.empty(1, 7, CELLS)),
            "[1, 6, 16]",
            "[1, 7, 16]"),
        wrong("attentionTo tokens", o -> to(o, map(o), tokens(o, 3, 7), 6, 2), "6", "[2, 3, 7]"),
        wrong("attentionTo values", o -> to(o, map(o), tokens(o, 3, 6), 8, 2), "6", "[1, 8, 16]"),
        wrong("attentionTo heads", o -> to(o, map(o), tokens(o, 3, 6), 6, 4), "4 heads", "6"),
        wrong("attentionTo no heads", o -> to(o, map(o), tokens(o, 3, 6), 6, 0), "0 heads", "6"),
        wrong(
            "attentionTo without the map's basis",
            o -> to(o, map(o), new TokenProjections(o.empty(2, 3, 6), null), 6, 2),
            "no basis",
            "4 terms"),
        wrong(
            "attentionTo with a basis of no map",
            o -> to(o, null, tokens(o, 3, 6), 6, 2),
            "without terms",
            "[2, 6, 4]"),
        wrong(
            "attentionTo basis",
            o -> to(o, map(o), new TokenProjections(o.empty(2, 3, 6), o.empty(2, 6, 5)), 6, 2),
            "[2, 6, 4]",
            "[2, 6, 5]"),
        wrong(
            "attentionTo maps",
            o -> to(o, map(o, 3, 4, CELLS, CELLS), tokens(o, 3, 6), 6, 2),
            "[2, 1, 4, 16]",
            "[3, 1, 4, 16]"),
        wrong(
            "attentionTo cells",
            o -> to(o, map(o, 2, 4, 32, 32), tokens(o, 3, 6), 6, 2),
            "[2, 1, 4, 16]",
            "[2, 1, 4, 32]"),
        wrong(
            "attentionTo odd cells",
            o ->
                maps(o)
                    .attentionTo(
                        null,
                        new TokenProjections(o.empty(2, 3, 6), null),
                        new CellPlanes(o.empty(1, 6, 17), null),
                        o.empty(1, 6, 17),
                        2),
            "multiple of",
            "17"),
        wrong(
            "attentionFrom without the map's basis",
            o ->
                maps(o)
                    .attentionFrom(
                        map(o),
                        new TokenProjections(o.empty(2, 3, 6), null),
                        planes(o),
                        2,
                        sum(o, 10, CELLS, null, 2, 6, 3, 6)),
            "no basis",
            "4 terms"),
        wrong(
            "attentionFrom gram",
            o -> from(o, sum(o, 6, CELLS, null, 2, 6, 3, 6)),
            "[2, 10, 10]",
            "[2, 6, 6]"),
        wrong(
            "attentionFrom squares",
            o -> from(o, sum(o, 10, 17, null, 2, 6, 3, 6)),
            "[1, 16]",
            "[1, 17]"),
        wrong(
            "attentionFrom shift",
            o -> from(o, sum(o, 10, CELLS, o.empty(2, CELLS), 2, 6, 3, 6)),
            "[1, 16]",
            "[2, 16]"),
        wrong(
            "attentionFrom with too few overlaps",
            o -> from(o, sum(o, 10, CELLS, null, 3, 6)),
            "10",
            "6"),
        wrong(
            "attentionFrom with too many overlaps",
            o -> from(o, sum(o, 10, CELLS, null, 2, 6, 4, 6)),
            "10",
            "12"),
        wrong(
            "attentionFrom overlaps of odd width",
            o -> from(o, sum(o, 10, CELLS, null, 2, 6, 3, 7)),
            "6",
            "7"),
        wrong(
            "attentionFrom overlaps of other planes",
            o ->
                from(
                    o,
                    new FactoredSum(
                        List.of(new Overlap(o.empty(2, 5, 6), o.empty(1, 8, CELLS))),
                        o.empty(2, 10, 10),
                        o.empty(1, CELLS),
                        null,
                        24,
                        1e-6f)),
            "[1, 6, 16]",
            "[1, 8, 16]"),
        wrong(
            "masks side",
            o -> masks(o, 5, o.empty(2, 20, 4), o.empty(4, 3)),
            "2 blocks of 16",
            "found 1"),
        wrong(
            "too many blocks",
            o -> new CellPlanes(o.empty(3, 6, CELLS), null, 2 * CELLS),
            "last of 3 blocks of 16",
            "found 32"),
        wrong(
            "masks basis",
            o -> masks(o, 4, o.empty(2, 20, 5), o.empty(4, 3)),
            "[2, 20, 4]",
            "[2, 20, 5]"),
        wrong(
            "masks filters",
            o -> masks(o, 4, o.empty(2, 20, 4), o.empty(4, 5)),
            "[4, 3]",
            "[4, 5]"),
        wrong(
            "masks of other maps",
            o ->
                maps(o)
                    .masks(
                        map(o, 2, 4, 32, 32),
                        upscaling(o, 5, 12),
                        o.empty(2, 20, 4),
                        o.empty(4, 3),
                        new int[] {0, 0, 1, 1},
                        4),
            "[2, 1, 4, 16]",
            "[2, 1, 4, 32]"),
        wrong(
            "masks with too few owners",
            o -> masks(o, 4, o.empty(2, 20, 4), o.empty(4, 3), 0, 1, 1),
            "[3, 3]",
            "[4, 3]"),
        wrong(
            "masks of no map",
            o -> masks(o, 4, o.empty(2, 20, 4), o.empty(4, 3), 0, 0, 1, 2),
            "at most 1",
            "[0, 0, 1, 2]"),
        wrong(
            "masks of a map before the first",
            o -> masks(o, 4, o.empty(2, 20, 4), o.empty(4, 3), -1, 0, 1, 1),
            "from 0",
            "[-1, 0, 1, 1]"),
        wrong(
            "masks of descending maps",
            o -> masks(o, 4, o.empty(2, 20, 4), o.empty(4, 3), 0, 1, 0, 1),
            "ascend",
            "[0, 1, 0, 1]"),
        wrong("upscaling norm", o -> upscaling(o, 6, 12), "6", "5"),
        wrong("upscaling second", o -> upscaling(o, 5, 11), "[12, 5]", "[11, 5]"),
        wrong(
            "first features",
            o -> upscaling(o, 5, 12, features(o, 21, 48)),
            "[1, 20, 16]",
            "[1, 21, 16]"),
        wrong(
            "second features",
            o -> upscaling(o, 5, 12, features(o, 20, 12)),
            "[1, 48, 16]",
            "[1, 12, 16]"));
  }

  private static FactoredMaps maps(Operators ops) {
    return FactoredInputs.operators(ops);
  }

  private static FactoredMap map(Operators ops) {
    return map(ops, 2, 4, CELLS, CELLS);
  }

  private static FactoredMap map(Operators ops, int maps, int terms, int cells, int scales) {
    return new FactoredMap(ops.empty(maps, 1, terms, cells), ops.empty(maps, 1, scales));
  }

  private static TokenProjections tokens(Operators ops, int tokens, int width) {
    return new TokenProjections(ops.empty(2, tokens, width), ops.empty(2, 2 * tokens, 4));
  }

  private static CellPlanes planes(Operators ops) {
    return new CellPlanes(ops.empty(1, 6, CELLS), ops.empty(1, 6, CELLS));
  }

  private static void to(
      Operators ops, @Nullable FactoredMap map, TokenProjections queries, int width, int heads) {
    maps(ops).attentionTo(map, queries, planes(ops), ops.empty(1, width, CELLS), heads);
  }

  private static void from(Operators ops, FactoredSum sum) {
    maps(ops).attentionFrom(map(ops), tokens(ops, 3, 6), planes(ops), 2, sum);
  }

  /** A sum of which each overlap is said by how many tokens it has and how wide they are. */
  private static FactoredSum sum(
      Operators ops, int gram, int squares, @Nullable Tensor shift, int... overlaps) {
    Overlap first = overlap(ops, overlaps[0], overlaps[1]);
    return new FactoredSum(
        overlaps.length == 2
            ? List.of(first)
            : List.of(first, overlap(ops, overlaps[2], overlaps[3])),
        ops.empty(2, gram, gram),
        ops.empty(1, squares),
        shift,
        24,
        1e-6f);
  }

  private static Overlap overlap(Operators ops, int tokens, int width) {
    return new Overlap(ops.empty(2, tokens, width), ops.empty(1, width, CELLS));
  }

  private static void masks(Operators ops, int side, Tensor basis, Tensor filters, int... owners) {
    int[] some = owners.length == 0 ? new int[] {0, 0, 1, 1} : owners;
    maps(ops).masks(map(ops), upscaling(ops, 5, 12), basis, filters, some, side);
  }

  private static FactoredFeatures features(Operators ops, int first, int second) {
    return new FactoredFeatures(ops.empty(1, first, CELLS), ops.empty(1, second, CELLS));
  }

  private static FactoredUpscaling upscaling(Operators ops, int gain, int second) {
    return upscaling(ops, gain, second, null);
  }

  private static FactoredUpscaling upscaling(
      Operators ops, int gain, int second, @Nullable FactoredFeatures features) {
    return new FactoredUpscaling(
        ops.empty(1, 20, CELLS),
        features,
        ops.empty(20),
        ops.empty(gain),
        ops.empty(5),
        1e-6f,
        ops.empty(second, 5),
        ops.empty(3));
  }
}
