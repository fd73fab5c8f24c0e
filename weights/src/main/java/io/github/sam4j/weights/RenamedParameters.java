package io.github.sam4j.weights;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.parameters.Parameters;
import java.util.Map;
import java.util.Set;

/**
 * A checkpoint's tensors under other names; messages show those that were asked for.
 *
 * @param table new name to the file's
 */
record RenamedParameters(Checkpoint checkpoint, Map<String, String> table) implements Parameters {
  @Override
  public String source() {
    return checkpoint.source();
  }

  @Override
  public Set<String> names() {
    return table.keySet();
  }

  @Override
  public boolean has(String name) {
    return table.containsKey(name);
  }

  @Override
  public int[] shape(String name) {
    return checkpoint.shape(theirs(name));
  }

  @Override
  public float[] values(String name) {
    return checkpoint.values(theirs(name));
  }

  void requireReadable(String name) {
    checkpoint.requireReadable(theirs(name));
  }

  private String theirs(String name) {
    String theirs = table.get(name);
    if (theirs == null) {
      throw WeightsFormatException.tensor(
          source(), name, "a tensor of this name", "none among " + checkpoint.contents());
    }
    return theirs;
  }
}
