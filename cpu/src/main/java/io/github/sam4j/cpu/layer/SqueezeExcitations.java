package io.github.sam4j.cpu.layer;

import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.cpu.kernel.Copies;
import io.github.sam4j.cpu.kernel.Kernels;
import io.github.sam4j.cpu.memory.Rows;
import io.github.sam4j.cpu.packed.PackedLinear;
import io.github.sam4j.cpu.work.ElementWalk;
import io.github.sam4j.cpu.work.Workspace;
import java.nio.FloatBuffer;

/** Squeeze and excitation: a map is read for its channels' means, then scaled where it lies. */
public final class SqueezeExcitations {
  private final Workspace workspace;
  private final Linears linears;
  private final Kernels kernels;

  /** In a workspace. */
  public SqueezeExcitations(Workspace workspace, Linears linears) {
    this.workspace = workspace;
    this.linears = linears;
    kernels = workspace.kernels();
  }

  /** x *= sigmoid(expand(relu(reduce(means of x)))), for a contiguous x. */
  public void apply(Tensor x, PackedLinear reduce, PackedLinear expand) {
    int batch = x.dim(0);
    Maps maps = new Maps(workspace.rows(x), batch, x.dim(1) * x.dim(2));
    Rows excitation = matrix(batch, x.dim(3));
    squeeze(maps, excitation);
    Rows reduced = matrix(batch, reduce.outputs());
    linears.apply(excitation, reduce, Activation.RELU, false, reduced);
    linears.apply(reduced, expand, Activation.NONE, false, excitation);
    sigmoid(excitation);
    scale(maps, excitation);
  }

  /**
   * The maps of a batch, in parts of about equal size. Parts do not depend on the threads, so
   * results neither.
   *
   * @param rows a row for each cell, map after map
   * @param cells of a map
   */
  private record Maps(Rows rows, int batch, int cells) {
    int perPart() {
      return Math.max(1, ElementWalk.PART / rows.width());
    }

    int partsOfMap() {
      return Workspace.parts(cells, perPart());
    }

    int parts() {
      return batch * partsOfMap();
    }

    int map(int part) {
      return part / partsOfMap();
    }

    Rows part(int part) {
      int first = part % partsOfMap() * perPart();
      return rows.slice(map(part) * cells + first, Math.min(perPart(), cells - first));
    }

    long size() {
      return (long) rows.count() * rows.width();
    }
  }

  private Rows matrix(int rows, int width) {
    return Rows.of(workspace.allocate((long) rows * width), rows, width);
  }

  private void squeeze(Maps maps, Rows means) {
    int width = means.width();
    Rows sums = matrix(maps.parts(), width);
    workspace.parallel(
        maps.size(),
        maps.parts(),
        (worker, part) -> {
          Rows cells = maps.part(part);
          int sum = sums.at(part);
          Copies.row(cells.block(), cells.at(0), sums.block(), sum, width);
          for (int i = 1; i < cells.count(); i++) {
            kernels.add(sums.block(), sum, cells.block(), cells.at(i), sums.block(), sum, width);
          }
        });
    for (int map = 0; map < maps.batch(); map++) {
      Copies.zero(means.block(), means.at(map), width);
      for (int i = 0; i < maps.partsOfMap(); i++) {
        kernels.addScaled(
            sums.block(),
            sums.at(map * maps.partsOfMap() + i),
            1f / maps.cells(),
            means.block(),
            means.at(map),
            width);
      }
    }
  }

  private static void sigmoid(Rows rows) {
    FloatBuffer values = rows.block().floats();
    for (int i = rows.at(0); i < rows.at(rows.count()); i++) {
      values.put(i, (float) (1 / (1 + Math.exp(-values.get(i)))));
    }
  }

  private void scale(Maps maps, Rows factors) {
    workspace.parallel(
        maps.size(),
        maps.parts(),
        (worker, part) -> {
          Rows cells = maps.part(part);
          int from = factors.at(maps.map(part));
          for (int i = 0; i < cells.count(); i++) {
            kernels.multiply(cells.block(), cells.at(i), factors.block(), from, factors.width());
          }
        });
  }
}
