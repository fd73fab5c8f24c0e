package io.github.sam4j.core.parameters;

import java.util.Set;

/** Parameters that stand before others: what a subclass does not override, those answer. */
public abstract class ForwardingParameters implements Parameters {
  private final Parameters weights;

  /** Before these. */
  protected ForwardingParameters(Parameters weights) {
    this.weights = weights;
  }

  @Override
  public String source() {
    return weights.source();
  }

  @Override
  public String path(String name) {
    return weights.path(name);
  }

  @Override
  public Set<String> names() {
    return weights.names();
  }

  @Override
  public boolean has(String name) {
    return weights.has(name);
  }

  @Override
  public int[] shape(String name) {
    return weights.shape(name);
  }

  @Override
  public float[] values(String name) {
    return weights.values(name);
  }
}
