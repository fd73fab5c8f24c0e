package io.github.sam4j.cpu.factored;

import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.FactoredFeatures;
import io.github.sam4j.core.tensor.FactoredUpscaling;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.cpu.memory.Rows;
import io.github.sam4j.cpu.memory.Span;
import io.github.sam4j.cpu.onednn.Elementwise;
import io.github.sam4j.cpu.onednn.Product;
import io.github.sam4j.cpu.parallel.Worker;
import java.nio.FloatBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Masks from factored maps: the upscaled cells of a part of a map stay in the cache until they are
 * multiplied with the filters, and are written nowhere.
 */
final class PlaneMasks {
  /** Cells upscaled together: 16 cells become of each, and they are to fit into a core's cache. */
  private static final int CELLS = 64;

  private static final int QUARTERS = 4;

  private final PlaneWork work;
  private final FactoredUpscaling upscaling;
  private final Rows base;
  private final @Nullable Rows firstFeatures;
  private final @Nullable Rows secondFeatures;
  private final Rows bias;
  private final Rows gain;
  private final Rows shift;
  private final Rows second;
  private final Rows secondBias;
  private final Rows basis;
  private final Rows filters;
  private final int[] starts;

  /**
   * Masks.
   *
   * @param filters (K, L)
   * @param starts the first filter of each map, and behind the last one K
   */
  PlaneMasks(
      PlaneWork work, FactoredUpscaling upscaling, Tensor basis, Tensor filters, int[] starts) {
    this.work = work;
    this.upscaling = upscaling;
    base = work.matrix(upscaling.base());
    FactoredFeatures features = upscaling.features();
    firstFeatures = features == null ? null : work.matrix(features.first());
    secondFeatures = features == null ? null : work.matrix(features.second());
    bias = work.matrix(upscaling.bias());
    gain = work.matrix(upscaling.gain());
    shift = work.matrix(upscaling.shift());
    second = work.matrix(upscaling.second());
    secondBias = work.matrix(upscaling.secondBias());
    this.basis = work.matrix(basis);
    this.filters = work.matrix(filters);
    this.starts = starts;
  }

  /**
   * Some cells of a part.
   *
   * @param first of the block
   */
  private record Cells(PlaneWork.Part part, int first, int count) {}

  /** to = the masks, rows of (K, 4 side, 4 side). */
  void write(Rows to, int side) {
    int m = upscaling.middle();
    int l = upscaling.outputs();
    work.run(
        (long) side * side * QUARTERS * m * (work.terms() + QUARTERS * l),
        (worker, part) -> {
          int count = starts[part.map() + 1] - starts[part.map()];
          if (count == 0) {
            return;
          }
          PlaneFilters kernel =
              new PlaneFilters(
                  filters.block(), filters.at(starts[part.map()]), count, upscaling.outputs());
          Span raw = worker.scratch().allocate((long) QUARTERS * m * CELLS);
          Span once = worker.scratch().allocate((long) m * QUARTERS * CELLS);
          Span twice = worker.scratch().allocate((long) QUARTERS * l * QUARTERS * CELLS);
          Span masks = worker.scratch().allocate((long) count * QUARTERS * QUARTERS * CELLS);
          for (int first = 0; first < work.cells(); first += CELLS) {
            Cells cells = new Cells(part, first, Math.min(CELLS, work.cells() - first));
            upscale(worker, cells, raw, once);
            multiply(worker, cells, once, twice);
            filter(kernel, cells.count(), twice, masks);
            place(cells, count, masks, to, side);
          }
        });
  }

  /** once = what the first convolution, the norm and GELU make: m rows of the quarters' cells. */
  private void upscale(Worker worker, Cells cells, Span raw, Span once) {
    int rows = QUARTERS * upscaling.middle();
    int n = cells.count();
    PlaneWork.Part part = cells.part();
    Product product = Product.plain(rows, work.terms(), n, work.terms(), work.cells(), 1, n);
    Rows coefficients = work.coefficients();
    int from = coefficients.at(work.row(part, work.terms())) + cells.first();
    worker
        .primitives()
        .product(product)
        .run(
            basis.address(part.map() * rows), coefficients.block().address(from), 0, raw.address());
    Rows before = Rows.of(raw, rows, n);
    PlaneUpscaling.finish(
        before,
        base.slice(part.block() * rows, rows).columns(cells.first(), n),
        work.scales().slice(work.row(part, 1), 1).columns(cells.first(), n),
        bias);
    if (firstFeatures != null) {
      PlaneUpscaling.add(
          before, firstFeatures.slice(part.block() * rows, rows).columns(cells.first(), n));
    }
    int m = upscaling.middle();
    Rows after = Rows.of(once, m, QUARTERS * n);
    for (int quarter = 0; quarter < QUARTERS; quarter++) {
      PlaneUpscaling.normalise(
          before.slice(quarter * m, m),
          gain,
          shift,
          upscaling.epsilon(),
          after.columns(quarter * n, n));
    }
    Elementwise gelu = new Elementwise(rows * n, Activation.GELU);
    worker.primitives().elementwise(gelu).run(once.address(), once.address());
  }

  /** twice = GELU(second x once + bias + features). */
  private void multiply(Worker worker, Cells cells, Span once, Span twice) {
    int n = cells.count();
    int wide = QUARTERS * n;
    int m = upscaling.middle();
    int l = upscaling.outputs();
    Product product = Product.plain(QUARTERS * l, m, wide, m, wide, 1, wide);
    worker.primitives().product(product).run(second.address(0), once.address(), 0, twice.address());
    if (secondFeatures != null) {
      // A row of each channel's place is a row of each of its quarters.
      int rows = QUARTERS * l * QUARTERS;
      PlaneUpscaling.add(
          Rows.of(twice, rows, n),
          secondFeatures.slice(cells.part().block() * rows, rows).columns(cells.first(), n));
    }
    PlaneUpscaling.gelu(Rows.of(twice, QUARTERS * l, wide), secondBias);
  }

  /** masks = for each filter and place in the second kernel, a row of the quarters' cells. */
  private void filter(PlaneFilters kernel, int n, Span twice, Span masks) {
    int wide = QUARTERS * n;
    for (int place = 0; place < QUARTERS; place++) {
      kernel.multiply(
          twice.block(),
          twice.offset() + place * upscaling.outputs() * wide,
          wide,
          masks.block(),
          masks.offset() + place * wide,
          QUARTERS * wide);
    }
  }

  /** Puts the values where they belong: each cell's into four rows of four. */
  private void place(Cells cells, int count, Span masks, Rows to, int side) {
    int n = cells.count();
    int wide = QUARTERS * n;
    int begin = cells.part().block() * work.cells() + cells.first();
    FloatBuffer from = masks.block().floats();
    FloatBuffer target = to.block().floats();
    for (int k = 0; k < count; k++) {
      int mask = (starts[cells.part().map()] + k) * 4 * side;
      for (int row = 0; row < 4; row++) {
        // A place's row and column are its bits; the first kernel's steps are two.
        int source = masks.offset() + (k * QUARTERS + row % 2 * 2) * wide + row / 2 * 2 * n;
        for (int i = 0; i < Math.min(n, side * side - begin); i++) {
          int cell = begin + i;
          int at = to.at(mask + 4 * (cell / side) + row) + 4 * (cell % side);
          target.put(at, from.get(source + i));
          target.put(at + 1, from.get(source + wide + i));
          target.put(at + 2, from.get(source + n + i));
          target.put(at + 3, from.get(source + wide + n + i));
        }
      }
    }
  }
}
