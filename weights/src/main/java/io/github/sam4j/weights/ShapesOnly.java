package io.github.sam4j.weights;

import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.tensor.Tensor;
import java.util.Map;
import java.util.Set;

/**
 * A checkpoint's tensors under other names, with zeros for values.
 *
 * @param named what has names and shapes
 */
record ShapesOnly(RenamedParameters named) implements Parameters {
  ShapesOnly(Checkpoint checkpoint, Map<String, String> table) {
    this(new RenamedParameters(checkpoint, table));
  }

  @Override
  public String source() {
    return named.source();
  }

  @Override
  public Set<String> names() {
    return named.names();
  }

  @Override
  public boolean has(String name) {
    return named.has(name);
  }

  @Override
  public int[] shape(String name) {
    return named.shape(name);
  }

  @Override
  public float[] values(String name) {
    named.requireReadable(name);
    return new float[(int) Tensor.size(named.shape(name))];
  }
}
