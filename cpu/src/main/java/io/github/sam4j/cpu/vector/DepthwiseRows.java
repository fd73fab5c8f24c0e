package io.github.sam4j.cpu.vector;

import io.github.sam4j.core.tensor.ConvolutionShape;
import io.github.sam4j.cpu.memory.Block;
import java.nio.FloatBuffer;
import jdk.incubator.vector.FloatVector;

/**
 * A depthwise convolution, one row of the result at a time.
 *
 * @param shape of the convolution
 * @param rows of the input map
 * @param columns of the input map
 * @param outColumns columns of the result
 * @param weights kernel x kernel x channels
 * @param weightsAt their first
 * @param bias of each channel
 * @param biasAt its first
 */
public record DepthwiseRows(
    ConvolutionShape shape,
    int rows,
    int columns,
    int outColumns,
    Block weights,
    int weightsAt,
    Block bias,
    int biasAt) {

  /** Computes row y of the result. */
  public void row(Block source, int map, int y, Block target, int to) {
    int channels = shape.inputs();
    int top = y * shape.stride() - shape.padding();
    boolean whole = top >= 0 && top + shape.kernel() <= rows;
    int vectors = channels - channels % Lanes.WIDTH;
    for (int x = 0; x < outColumns; x++) {
      int left = x * shape.stride() - shape.padding();
      int pixel = to + x * channels;
      if (shape.kernel() == 3 && whole && left >= 0 && left + 3 <= columns) {
        int at = map + (top * columns + left) * channels;
        Copies.row(bias, biasAt, target, pixel, vectors);
        for (int i = 0; i < 3; i++) {
          int line = at + i * columns * channels;
          int weightAt = weightsAt + 3 * i * channels;
          addThree(
              source.memory(),
              line,
              channels,
              weights.memory(),
              weightAt,
              vectors,
              target.memory(),
              pixel);
        }
      } else {
        border(source.memory(), map, top, left, vectors, target.memory(), pixel);
      }
      if (vectors < channels) {
        remainder(source.floats(), map, top, left, vectors, target.floats(), pixel);
      }
    }
  }

  /** Adds one row of a 3 x 3 kernel that lies in the map. */
  private static void addThree(
      Object source,
      int at,
      int channels,
      Object weights,
      int weightAt,
      int vectors,
      Object target,
      int pixel) {
    for (int c = 0; c < vectors; c += Lanes.WIDTH) {
      int i = at + c;
      int w = weightAt + c;
      FloatVector sum = Lanes.load(target, pixel + c);
      sum = Lanes.load(source, i).fma(Lanes.load(weights, w), sum);
      sum = Lanes.load(source, i + channels).fma(Lanes.load(weights, w + channels), sum);
      sum = Lanes.load(source, i + 2 * channels).fma(Lanes.load(weights, w + 2 * channels), sum);
      Lanes.store(sum, target, pixel + c);
    }
  }

  private void border(
      Object source, int map, int top, int left, int vectors, Object target, int pixel) {
    int channels = shape.inputs();
    int k = shape.kernel();
    for (int c = 0; c < vectors; c += Lanes.WIDTH) {
      FloatVector sum = Lanes.load(bias.memory(), biasAt + c);
      for (int i = Math.max(0, -top); i < k && top + i < rows; i++) {
        for (int j = Math.max(0, -left); j < k && left + j < columns; j++) {
          int at = map + ((top + i) * columns + left + j) * channels + c;
          int weightAt = weightsAt + (i * k + j) * channels + c;
          sum = Lanes.load(source, at).fma(Lanes.load(weights.memory(), weightAt), sum);
        }
      }
      Lanes.store(sum, target, pixel + c);
    }
  }

  /** The channels that fill no vector. */
  private void remainder(
      FloatBuffer source, int map, int top, int left, int first, FloatBuffer target, int pixel) {
    int channels = shape.inputs();
    int k = shape.kernel();
    for (int c = first; c < channels; c++) {
      float sum = bias.floats().get(biasAt + c);
      for (int i = Math.max(0, -top); i < k && top + i < rows; i++) {
        for (int j = Math.max(0, -left); j < k && left + j < columns; j++) {
          sum +=
              source.get(map + ((top + i) * columns + left + j) * channels + c)
                  * weights.floats().get(weightsAt + (i * k + j) * channels + c);
        }
      }
      target.put(pixel + c, sum);
    }
  }
}
