package io.github.sam4j.encoder;

import io.github.sam4j.core.resample.BicubicAxis;
import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.Linear;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;

/**
 * Brings square maps of one side to another by bicubic interpolation, as {@link BicubicAxis} tells;
 * along each axis it is a product with one matrix.
 */
public final class BicubicUpsampling {
  private final int from;
  private final int to;
  private final Linear axis;

  /**
   * Packs its matrix.
   *
   * @param from side of the maps it is given
   * @param to side of those it makes
   */
  public BicubicUpsampling(Engine engine, int from, int to) {
    this.from = from;
    this.to = to;
    axis = engine.linear(from, to, new BicubicAxis(from, to).matrix(), null);
  }

  /**
   * Resizes a map.
   *
   * @param map (from, from, C)
   * @return (to, to, C)
   */
  public Tensor apply(Operators ops, Tensor map) {
    if (from == to) {
      return map;
    }
    int channels = map.dim(2);
    // Rows become the last dimension, then columns, then the channels again.
    Tensor tall =
        ops.linear(ops.transpose(map.reshape(from, from * channels)), axis, Activation.NONE);
    Tensor wide =
        ops.linear(ops.transpose(tall.reshape(from, channels * to)), axis, Activation.NONE);
    return ops.transpose(wide.reshape(channels, to * to)).reshape(to, to, channels);
  }
}
