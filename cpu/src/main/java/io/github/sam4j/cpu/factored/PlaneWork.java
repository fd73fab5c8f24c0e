package io.github.sam4j.cpu.factored;

import io.github.sam4j.core.tensor.CellPlanes;
import io.github.sam4j.core.tensor.FactoredMap;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.core.tensor.TokenProjections;
import io.github.sam4j.cpu.memory.Rows;
import io.github.sam4j.cpu.memory.Span;
import io.github.sam4j.cpu.onednn.Product;
import io.github.sam4j.cpu.parallel.Worker;
import io.github.sam4j.cpu.work.Workspace;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the operators on factored maps share: a block's cells are one part of the work, and the maps
 * of a batch follow each other at a block, so that they find the planes they share in the cache.
 * Blocks do not depend on the threads, so results neither.
 */
final class PlaneWork {
  private final Workspace workspace;
  private final int maps;
  private final int blocks;
  private final int cells;
  private final int heads;
  private final int terms;
  private final @Nullable Rows coefficients;
  private final Rows scales;

  /**
   * Work on maps.
   *
   * @param map null stands for maps without terms
   * @param cells of a block
   */
  PlaneWork(
      Workspace workspace, @Nullable FactoredMap map, int maps, int blocks, int cells, int heads) {
    this.workspace = workspace;
    this.maps = maps;
    this.blocks = blocks;
    this.cells = cells;
    this.heads = heads;
    terms = map == null ? 0 : map.terms();
    coefficients = map == null ? null : matrix(map.coefficients());
    scales = map == null ? same(1) : matrix(map.scale());
  }

  /** A tensor as rows. */
  Rows matrix(Tensor tensor) {
    return workspace.rows(workspace.contiguous(tensor));
  }

  /** Does a task for each block of each map; cost is that of one map in elementary operations. */
  void run(long cost, Task task) {
    workspace.parallel(
        cost * maps,
        maps * blocks,
        (worker, part) -> task.run(worker, new Part(part % maps, part / maps)));
  }

  /** A block of a map. */
  record Part(int map, int block) {}

  /** Work on a block of a map. */
  interface Task {
    void run(Worker worker, Part part);
  }

  int blocks() {
    return blocks;
  }

  /** How many cells a block has. */
  int cells() {
    return cells;
  }

  int terms() {
    return terms;
  }

  /** The row of a tensor (P, B, rows, N) at which a block begins. */
  int row(Part part, int rows) {
    return (part.map() * blocks + part.block()) * rows;
  }

  /** The maps' coefficients; there must be some. */
  Rows coefficients() {
    return Objects.requireNonNull(coefficients);
  }

  /** Scales of the cells, a row for each block. */
  Rows scales() {
    return scales;
  }

  /** One row of cells that stands for any number of them. */
  private Rows same(float value) {
    Span row = workspace.allocate(cells);
    for (int i = 0; i < cells; i++) {
      row.block().floats().put(row.offset() + i, value);
    }
    return new Rows(row.block(), row.offset(), 1, cells, 0);
  }

  /** The kernels for each map's tokens: (P, T, width). */
  PlaneScores[] kernels(Tensor tokens) {
    Rows rows = matrix(tokens);
    int count = tokens.dim(1);
    PlaneScores[] kernels = new PlaneScores[maps];
    for (int map = 0; map < maps; map++) {
      kernels[map] = new PlaneScores(rows.slice(map * count, count), heads, cells);
    }
    return kernels;
  }

  /** Scores of tokens and cells: a row of cells for each token and head. */
  final class Scores {
    private final int count;
    private final int width;
    private final PlaneScores[] kernels;
    private final @Nullable Rows basis;
    private final Rows base;
    private final @Nullable Rows places;

    Scores(TokenProjections projections, CellPlanes planes) {
      count = projections.tokens().dim(1);
      width = projections.tokens().dim(2);
      kernels = kernels(projections.tokens());
      basis = projections.basis() == null ? null : matrix(projections.basis());
      base = matrix(planes.base());
      boolean plain = basis == null && planes.places() == null;
      places = plain ? null : planes.places() == null ? same(0) : matrix(planes.places());
    }

    int rows() {
      return count * heads;
    }

    Span compute(Worker worker, Part part) {
      PlaneScores kernel = kernels[part.map()];
      Span scores = worker.scratch().allocate((long) rows() * cells);
      int plane = part.block() * width;
      if (places == null) {
        kernel.multiply(base.slice(plane, width), scores);
        return scores;
      }
      Rows scale = scales.slice(row(part, 1), 1);
      kernel.multiply(base.slice(plane, width), scale, places.slice(plane, width), scores);
      if (basis != null) {
        Span others = worker.scratch().allocate((long) rows() * cells);
        onTerms(worker, part, basis, others);
        PlaneScores.addScaled(
            Rows.of(scores, rows(), cells), Rows.of(others, rows(), cells), scale);
      }
      return scores;
    }

    /** scores = the tokens' products with the basis x the coefficients. */
    private void onTerms(Worker worker, Part part, Rows basis, Span scores) {
      Product product = Product.plain(rows(), terms, cells, terms, cells, 1, cells);
      long from = basis.address(part.map() * rows());
      long with = coefficients().address(row(part, terms));
      worker.primitives().product(product).run(from, with, 0, scores.address());
    }
  }
}
