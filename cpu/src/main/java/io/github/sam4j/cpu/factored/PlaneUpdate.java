package io.github.sam4j.cpu.factored;

import io.github.sam4j.core.tensor.FactoredMap;
import io.github.sam4j.core.tensor.FactoredSum;
import io.github.sam4j.cpu.kernel.Copies;
import io.github.sam4j.cpu.memory.Rows;
import io.github.sam4j.cpu.memory.Span;
import io.github.sam4j.cpu.onednn.Product;
import io.github.sam4j.cpu.parallel.Worker;
import io.github.sam4j.cpu.work.Workspace;
import java.util.List;

/**
 * Attention from the cells of factored maps to tokens, with what is added and the norm after it.
 */
final class PlaneUpdate {
  private final PlaneWork work;
  private final PlaneWork.Scores scores;
  private final int heads;
  private final Rows coefficients;
  private final Rows scales;
  private final int terms;

  /**
   * An update.
   *
   * @param to the maps after it
   */
  PlaneUpdate(
      Workspace workspace, PlaneWork work, PlaneWork.Scores scores, int heads, FactoredMap to) {
    this.work = work;
    this.scores = scores;
    this.heads = heads;
    coefficients = workspace.rows(to.coefficients());
    scales = workspace.rows(to.scale());
    terms = to.terms();
  }

  /** Writes the coefficients and scales of the maps with what their cells take from the tokens. */
  void apply(FactoredSum sum) {
    Rows gram = work.matrix(sum.gram());
    Rows squares = work.matrix(sum.squares());
    Rows shift = sum.shift() == null ? null : work.matrix(sum.shift());
    List<Lengths> lengths = sum.overlaps().stream().map(Lengths::new).toList();
    int cells = work.cells();
    work.run(
        (long) work.blocks() * cells * terms * (terms + 32),
        (worker, part) -> {
          int first = work.row(part, terms);
          attend(worker, part);
          Span products = worker.scratch().allocate((long) terms * cells);
          Product product = Product.plain(terms, terms, cells, terms, cells, 1, cells);
          worker
              .primitives()
              .product(product)
              .run(
                  gram.address(part.map() * terms),
                  coefficients.address(first),
                  0,
                  products.address());
          Rows scale = scales.slice(work.row(part, 1), 1);
          Copies.row(
              squares.block(), squares.at(part.block()), scale.block(), scale.offset(), cells);
          Rows all = Rows.of(products, terms, cells);
          int term = 0;
          for (Lengths length : lengths) {
            Rows own = coefficients.slice(first + term, length.rows());
            length.add(worker, part, own, all.slice(term, length.rows()), scale);
            term += length.rows();
          }
          PlaneSums.normScale(
              scale,
              shift == null ? null : shift.slice(part.block(), 1),
              work.scales().slice(work.row(part, 1), 1),
              1f / sum.channels(),
              sum.epsilon());
        });
  }

  /** Writes the coefficients: those before, and what the softmax gives over the scale before. */
  private void attend(Worker worker, PlaneWork.Part part) {
    int cells = work.cells();
    int to = coefficients.at(work.row(part, terms));
    int old = work.terms() * cells;
    if (old > 0) {
      Rows before = work.coefficients();
      Copies.row(
          before.block(), before.at(work.row(part, work.terms())), coefficients.block(), to, old);
    }
    Span weights = scores.compute(worker, part);
    PlaneSoftmax.overTokens(
        Rows.of(weights, scores.rows(), cells),
        heads,
        work.scales().slice(work.row(part, 1), 1),
        new Rows(coefficients.block(), to + old, scores.rows(), cells, cells));
  }

  /** The squared lengths that some terms of a sum add. */
  private final class Lengths {
    private final PlaneScores[] kernels;
    private final int count;
    private final Rows planes;
    private final int width;

    Lengths(FactoredSum.Overlap overlap) {
      kernels = work.kernels(overlap.tokens());
      count = overlap.tokens().dim(1);
      planes = work.matrix(overlap.planes());
      width = overlap.planes().dim(1);
    }

    int rows() {
      return count * heads;
    }

    /** Adds coefficient x (its product with all coefficients + twice that with the base). */
    void add(Worker worker, PlaneWork.Part part, Rows coefficients, Rows products, Rows to) {
      Span overlaps = worker.scratch().allocate((long) rows() * work.cells());
      kernels[part.map()].multiply(planes.slice(part.block() * width, width), overlaps);
      PlaneSums.addProducts(coefficients, products, Rows.of(overlaps, rows(), work.cells()), to);
    }
  }
}
