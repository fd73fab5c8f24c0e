package io.github.sam4j.encoder;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Made-up parameters: shapes from a table, values from a seed and the tensor's name. */
public record FakeParameters(Map<String, int[]> shapes, long seed) implements Parameters {
  /** With a copy of the table, which may then be changed. */
  public FakeParameters {
    shapes = new LinkedHashMap<>(shapes);
  }

  /** The same with one tensor of another shape, or a new one. */
  public FakeParameters with(String name, int... shape) {
    FakeParameters copy = new FakeParameters(shapes, seed);
    copy.shapes.put(name, shape);
    return copy;
  }

  /** The same without some tensors. */
  public FakeParameters without(String... names) {
    FakeParameters copy = new FakeParameters(shapes, seed);
    for (String name : names) {
      if (copy.shapes.remove(name) == null) {
        throw new IllegalArgumentException("no " + name);
      }
    }
    return copy;
  }

  @Override
  public String source() {
    return "fake";
  }

  @Override
  public Set<String> names() {
    return shapes.keySet();
  }

  @Override
  public int[] shape(String name) {
    int[] shape = shapes.get(name);
    if (shape == null) {
      throw WeightsFormatException.tensor(source(), name, "a tensor", "none");
    }
    return shape.clone();
  }

  /** Rows of matrices have a length near 1; gains and variances lie around 1; others are small. */
  @Override
  public float[] values(String name) {
    int[] shape = shape(name);
    Random random = new Random(seed * 31 + name.hashCode());
    float[] values = new float[Math.toIntExact(Tensor.size(shape))];
    boolean around1 = shape.length == 1 && !name.endsWith("bias") && !name.endsWith("mean");
    double scale = shape.length < 2 ? 0.3 : 1 / Math.sqrt((double) values.length / shape[0]);
    if (name.contains("rel_pos") || name.contains("biases") || name.equals("pos_embed")) {
      scale = 0.5;
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (around1 ? 0.5 + random.nextDouble() : scale * random.nextGaussian());
    }
    return values;
  }
}
