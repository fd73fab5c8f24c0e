package io.github.sam4j.cpu;

import io.github.sam4j.core.tensor.CellPlanes;
import io.github.sam4j.core.tensor.FactoredMap;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.core.tensor.TokenProjections;
import io.github.sam4j.cpu.memory.Rows;
import io.github.sam4j.cpu.memory.Span;
import io.github.sam4j.cpu.onednn.Product;
import io.github.sam4j.cpu.parallel.Worker;
import io.github.sam4j.cpu.vector.PlaneScores;
import io.github.sam4j.cpu.vector.Sums;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the operators on factored maps share: a block's cells are one part of the work, and the maps
 * of a batch follow each other at a block, so that they find the planes they share in the cache.
 * Blocks do not depend on the threads, so results neither.
 */
final class PlaneWork {
  private final Session session;
  private final int maps;
  private final int blocks;
  private final int cells;
  private final int heads;
  private final int terms;
  private final @Nullable Rows coefficients;
  private final @Nullable Rows scales;

  /**
   * Work on maps.
   *
   * @param map null stands for maps without terms
   * @param cells of a block
   */
  PlaneWork(
      Session session, @Nullable FactoredMap map, int maps, int blocks, int cells, int heads) {
    this.session = session;
    this.maps = maps;
    this.blocks = blocks;
    this.cells = cells;
    this.heads = heads;
    terms = map == null ? 0 : map.terms();
    coefficients = map == null ? null : matrix(map.coefficients());
    scales = map == null ? null : matrix(map.scale());
  }

  /** A tensor as rows. */
  Rows matrix(Tensor tensor) {
    return session.rows(session.contiguous(tensor));
  }

  /** Does a task for each block of each map; cost is that of one map in elementary operations. */
  void run(long cost, Task task) {
    session.parallel(
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

  /** Scales of the cells, a row for each block, or null for maps without terms. */
  @Nullable Rows scales() {
    return scales;
  }

  /** The kernel for tokens of a part's map. */
  PlaneScores kernel(Rows tokens, Part part, int count) {
    return new PlaneScores(
        tokens.block(), tokens.at(part.map() * count), count, heads, tokens.width() / heads, cells);
  }

  /** Scores of tokens and cells: a row of cells for each token and head. */
  final class Scores {
    private final int count;
    private final Rows tokens;
    private final @Nullable Rows basis;
    private final Rows base;
    private final @Nullable Rows places;
    private final int width;

    Scores(TokenProjections projections, CellPlanes planes) {
      count = projections.tokens().dim(1);
      width = projections.tokens().dim(2);
      tokens = matrix(projections.tokens());
      basis = projections.basis() == null ? null : matrix(projections.basis());
      base = matrix(planes.base());
      places = planes.places() == null ? null : matrix(planes.places());
    }

    int tokens() {
      return count;
    }

    int rows() {
      return count * heads;
    }

    Span compute(Worker worker, Part part) {
      PlaneScores kernel = kernel(tokens, part, count);
      Span scores = worker.scratch().allocate((long) rows() * cells);
      Span others = worker.scratch().allocate((long) rows() * cells);
      int plane = base.at(part.block() * width);
      if (basis == null || scales == null) {
        kernel.multiply(base.block(), plane, scores.block(), scores.offset());
      } else {
        onTerms(worker, part, basis, scores);
        kernel.multiply(base.block(), plane, others.block(), others.offset());
        PlaneScores.addScaled(
            scores.block(),
            scores.offset(),
            others.block(),
            others.offset(),
            rows(),
            cells,
            scales.block(),
            scales.at(row(part, 1)));
      }
      if (places != null) {
        int place = places.at(part.block() * width);
        kernel.multiply(places.block(), place, others.block(), others.offset());
        Sums.rows(
            scores.block(),
            scores.offset(),
            others.block(),
            others.offset(),
            scores.block(),
            scores.offset(),
            rows() * cells);
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
