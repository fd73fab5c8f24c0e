package io.github.sam4j.core.parameters;

import io.github.sam4j.core.error.WeightsFormatException;
import java.util.Arrays;
import java.util.Set;

/**
 * Named weights under this project's internal names, which are segment-anything's (and MobileSAM's)
 * state-dict keys: {@code image_encoder.blocks.0.attn.qkv.weight}.
 *
 * <p>Implementations are immutable and thread-safe.
 */
public interface Parameters {
  /** What messages call the file these come from. */
  String source();

  /** The whole name of a tensor, for messages. */
  default String path(String name) {
    return name;
  }

  /** All names. */
  Set<String> names();

  /**
   * The shape of a tensor; a scalar has none.
   *
   * @throws WeightsFormatException if there is no such tensor
   */
  int[] shape(String name);

  /**
   * A tensor's values as float32, row-major, in a new array.
   *
   * @throws WeightsFormatException if there is no such tensor or it is not a float tensor
   */
  float[] values(String name);

  /** Whether there is such a tensor. */
  default boolean has(String name) {
    return names().contains(name);
  }

  /**
   * A tensor's values, whose shape must be this one.
   *
   * @throws WeightsFormatException naming the expected and the found shape
   */
  default float[] values(String name, int... shape) {
    int[] found = shape(name);
    if (!Arrays.equals(found, shape)) {
      throw WeightsFormatException.tensor(
          source(),
          path(name),
          "shape " + Arrays.toString(shape),
          "shape " + Arrays.toString(found));
    }
    return values(name);
  }

  /** The parameters whose names begin with {@code prefix} and a dot, without these. */
  default Parameters under(String prefix) {
    return new PrefixedParameters(this, prefix + ".");
  }
}
