package io.github.sam4j.cpu.factored;

import io.github.sam4j.cpu.memory.Block;
import io.github.sam4j.cpu.vector.Lanes;
import io.github.sam4j.cpu.vector.VectorMath;
import java.nio.IntBuffer;
import jdk.incubator.vector.FloatVector;

/**
 * What stands around the products of an upscaling whose cells lie plane by plane, a row of cells
 * for each channel. The number of cells is a multiple of {@link Lanes#WIDTH}.
 */
public final class PlaneUpscaling {
  private PlaneUpscaling() {}

  /**
   * x = (x + base) scale + bias.
   *
   * @param base rows so far apart
   * @param scale one for each cell
   * @param bias one for each channel
   */
  public static void finish(
      Block x,
      int at,
      int cells,
      int channels,
      Block base,
      int baseAt,
      int baseStride,
      Block scale,
      int scaleAt,
      Block bias,
      int biasAt) {
    Object xm = x.memory();
    Object bm = base.memory();
    Object sm = scale.memory();
    IntBuffer biases = bias.bits();
    for (int c = 0; c < channels; c++) {
      int row = at + c * cells;
      int from = baseAt + c * baseStride;
      FloatVector b = Lanes.broadcast(biases, biasAt + c);
      for (int i = 0; i < cells; i += Lanes.WIDTH) {
        FloatVector y = Lanes.load(xm, row + i).add(Lanes.load(bm, from + i));
        Lanes.store(y.fma(Lanes.load(sm, scaleAt + i), b), xm, row + i);
      }
    }
  }

  /**
   * target = norm over channels of x, in two passes.
   *
   * @param gain one for each channel
   * @param shift one for each channel
   * @param targetStride from one channel's row in the target to the next
   */
  public static void normalise(
      Block x,
      int at,
      int cells,
      int channels,
      Block gain,
      int gainAt,
      Block shift,
      int shiftAt,
      float epsilon,
      Block target,
      int to,
      int targetStride) {
    Object xm = x.memory();
    Object tm = target.memory();
    IntBuffer gains = gain.bits();
    IntBuffer shifts = shift.bits();
    float inverse = 1f / channels;
    FloatVector one = FloatVector.broadcast(Lanes.SPECIES, 1);
    for (int i = 0; i < cells; i += Lanes.WIDTH) {
      FloatVector sum = FloatVector.zero(Lanes.SPECIES);
      for (int c = 0; c < channels; c++) {
        sum = sum.add(Lanes.load(xm, at + c * cells + i));
      }
      FloatVector mean = sum.mul(inverse);
      FloatVector squares = FloatVector.zero(Lanes.SPECIES);
      for (int c = 0; c < channels; c++) {
        FloatVector d = Lanes.load(xm, at + c * cells + i).sub(mean);
        squares = d.fma(d, squares);
      }
      FloatVector deviation = one.div(squares.mul(inverse).add(epsilon).sqrt());
      for (int c = 0; c < channels; c++) {
        FloatVector d = Lanes.load(xm, at + c * cells + i).sub(mean).mul(deviation);
        FloatVector y =
            d.fma(Lanes.broadcast(gains, gainAt + c), Lanes.broadcast(shifts, shiftAt + c));
        Lanes.store(y, tm, to + c * targetStride + i);
      }
    }
  }

  /**
   * x = GELU(x + bias).
   *
   * @param rows of values that follow each other
   * @param bias one for each channel; rows after the last channel's begin with the first again
   */
  public static void gelu(
      Block x, int at, int rows, int length, Block bias, int biasAt, int channels) {
    for (int row = 0; row < rows; row++) {
      gelu(x.memory(), at + row * length, length, bias.floats().get(biasAt + row % channels));
    }
  }

  private static void gelu(Object x, int at, int length, float bias) {
    FloatVector b = FloatVector.broadcast(Lanes.SPECIES, bias);
    for (int i = at; i < at + length; i += Lanes.WIDTH) {
      Lanes.store(VectorMath.gelu(Lanes.load(x, i).add(b)), x, i);
    }
  }
}
