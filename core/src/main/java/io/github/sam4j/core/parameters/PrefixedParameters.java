package io.github.sam4j.core.parameters;

import java.util.Set;
import java.util.stream.Collectors;

/** The part of another {@link Parameters} below one prefix. */
record PrefixedParameters(Parameters all, String prefix) implements Parameters {
  @Override
  public String source() {
    return all.source();
  }

  @Override
  public String path(String name) {
    return all.path(prefix + name);
  }

  @Override
  public Set<String> names() {
    return all.names().stream()
        .filter(name -> name.startsWith(prefix))
        .map(name -> name.substring(prefix.length()))
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public boolean has(String name) {
    return all.has(prefix + name);
  }

  @Override
  public int[] shape(String name) {
    return all.shape(prefix + name);
  }

  @Override
  public float[] values(String name) {
    return all.values(prefix + name);
  }
}
