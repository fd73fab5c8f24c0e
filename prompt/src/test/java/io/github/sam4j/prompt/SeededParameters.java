package io.github.sam4j.prompt;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.parameters.Parameters;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** Parameters with told shapes and seeded random values of sizes that keep activations near 1. */
public final class SeededParameters implements Parameters {
  private final long seed;
  private final Map<String, int[]> shapes = new TreeMap<>();

  public SeededParameters(long seed) {
    this.seed = seed;
  }

  /** A prompt encoder's. */
  public static SeededParameters promptEncoder(
      long seed, int channels, int firstMaskChannels, int secondMaskChannels) {
    SeededParameters all =
        new SeededParameters(seed)
            .with("pe_layer.positional_encoding_gaussian_matrix", 2, channels / 2)
            .with("not_a_point_embed.weight", 1, channels)
            .with("no_mask_embed.weight", 1, channels)
            .layer("mask_downscaling.0", firstMaskChannels, 1, 2, 2)
            .layer("mask_downscaling.1", firstMaskChannels)
            .layer("mask_downscaling.3", secondMaskChannels, firstMaskChannels, 2, 2)
            .layer("mask_downscaling.4", secondMaskChannels)
            .layer("mask_downscaling.6", channels, secondMaskChannels, 1, 1);
    for (int i = 0; i < 4; i++) {
      all.with("point_embeddings." + i + ".weight", 1, channels);
    }
    return all;
  }

  /** One more tensor, or one with another shape. */
  public SeededParameters with(String name, int... shape) {
    shapes.put(name, shape);
    return this;
  }

  /** A weight of this shape, and a bias as long as its first dimension. */
  public SeededParameters layer(String name, int... shape) {
    return with(name + ".weight", shape).with(name + ".bias", shape[0]);
  }

  /** One tensor less. */
  public SeededParameters without(String name) {
    shapes.remove(name);
    return this;
  }

  @Override
  public String source() {
    return "seeded";
  }

  @Override
  public Set<String> names() {
    return Set.copyOf(shapes.keySet());
  }

  @Override
  public int[] shape(String name) {
    int[] shape = shapes.get(name);
    if (shape == null) {
      throw WeightsFormatException.tensor(source(), name, "a tensor", "none");
    }
    return shape.clone();
  }

  @Override
  public float[] values(String name) {
    int[] shape = shape(name);
    int size = 1;
    for (int d : shape) {
      size *= d;
    }
    boolean gain = shape.length == 1 && name.endsWith("weight");
    double scale = shape.length == 1 ? 0.3 : Math.sqrt(3.0 * shape[0] / size);
    Random random = new Random(seed * 1_000_003 + name.hashCode());
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) ((gain ? 1 : 0) + scale * (2 * random.nextDouble() - 1));
    }
    return values;
  }
}
