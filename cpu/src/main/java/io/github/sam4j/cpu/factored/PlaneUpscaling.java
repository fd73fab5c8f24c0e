package io.github.sam4j.cpu.factored;

import io.github.sam4j.cpu.memory.Rows;
import io.github.sam4j.cpu.vector.Lanes;
import io.github.sam4j.cpu.vector.VectorMath;
import java.nio.IntBuffer;
import jdk.incubator.vector.FloatVector;

/**
 * What stands around the products of an upscaling whose cells lie plane by plane, a row of cells
 * for each channel. The number of cells is a multiple of {@link Lanes#WIDTH}.
 */
final class PlaneUpscaling {
  private PlaneUpscaling() {}

  /**
   * x = (x + base) scale + bias.
   *
   * @param x a row of cells for each channel, as base
   * @param scale one for each cell
   * @param bias one for each channel
   */
  static void finish(Rows x, Rows base, Rows scale, Rows bias) {
    Object xm = x.block().memory();
    Object bm = base.block().memory();
    Object sm = scale.block().memory();
    IntBuffer biases = bias.block().bits();
    int cells = x.width();
    int scaleAt = scale.offset();
    for (int c = 0; c < x.count(); c++) {
      int row = x.at(c);
      int from = base.at(c);
      FloatVector b = Lanes.broadcast(biases, bias.offset() + c);
      for (int i = 0; i < cells; i += Lanes.WIDTH) {
        FloatVector y = Lanes.load(xm, row + i).add(Lanes.load(bm, from + i));
        Lanes.store(y.fma(Lanes.load(sm, scaleAt + i), b), xm, row + i);
      }
    }
  }

  /**
   * x += features.
   *
   * @param x rows of cells, as features
   */
  static void add(Rows x, Rows features) {
    Object xm = x.block().memory();
    Object fm = features.block().memory();
    int cells = x.width();
    for (int row = 0; row < x.count(); row++) {
      int to = x.at(row);
      int from = features.at(row);
      for (int i = 0; i < cells; i += Lanes.WIDTH) {
        Lanes.store(Lanes.load(xm, to + i).add(Lanes.load(fm, from + i)), xm, to + i);
      }
    }
  }

  /**
   * target = norm over channels of x, in two passes.
   *
   * @param x a row of cells for each channel, as the target
   * @param gain one for each channel
   * @param shift one for each channel
   */
  static void normalise(Rows x, Rows gain, Rows shift, float epsilon, Rows target) {
    Object xm = x.block().memory();
    Object tm = target.block().memory();
    IntBuffer gains = gain.block().bits();
    IntBuffer shifts = shift.block().bits();
    int channels = x.count();
    int at = x.offset();
    int stride = x.stride();
    int to = target.offset();
    int targetStride = target.stride();
    int gainAt = gain.offset();
    int shiftAt = shift.offset();
    int cells = x.width();
    float inverse = 1f / channels;
    FloatVector one = FloatVector.broadcast(Lanes.SPECIES, 1);
    for (int i = 0; i < cells; i += Lanes.WIDTH) {
      FloatVector sum = FloatVector.zero(Lanes.SPECIES);
      for (int c = 0; c < channels; c++) {
        sum = sum.add(Lanes.load(xm, at + c * stride + i));
      }
      FloatVector mean = sum.mul(inverse);
      FloatVector squares = FloatVector.zero(Lanes.SPECIES);
      for (int c = 0; c < channels; c++) {
        FloatVector d = Lanes.load(xm, at + c * stride + i).sub(mean);
        squares = d.fma(d, squares);
      }
      FloatVector deviation = one.div(squares.mul(inverse).add(epsilon).sqrt());
      for (int c = 0; c < channels; c++) {
        FloatVector d = Lanes.load(xm, at + c * stride + i).sub(mean).mul(deviation);
        FloatVector y =
            d.fma(Lanes.broadcast(gains, gainAt + c), Lanes.broadcast(shifts, shiftAt + c));
        Lanes.store(y, tm, to + c * targetStride + i);
      }
    }
  }

  /**
   * x = GELU(x + bias).
   *
   * @param x a row for each channel; rows after the last channel's begin with the first again
   * @param bias one for each channel
   */
  static void gelu(Rows x, Rows bias) {
    for (int row = 0; row < x.count(); row++) {
      float b = bias.block().floats().get(bias.offset() + row % bias.width());
      gelu(x.block().memory(), x.at(row), x.width(), b);
    }
  }

  private static void gelu(Object x, int at, int length, float bias) {
    FloatVector b = FloatVector.broadcast(Lanes.SPECIES, bias);
    for (int i = at; i < at + length; i += Lanes.WIDTH) {
      Lanes.store(VectorMath.gelu(Lanes.load(x, i).add(b)), x, i);
    }
  }
}
