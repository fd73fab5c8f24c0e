package io.github.sam4j.families.sam2;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.parameters.ForwardingParameters;
import io.github.sam4j.core.parameters.Parameters;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Weights in which transformers may have joined the embeddings of the points' labels to one tensor:
 * its rows are given under the names that they have alone.
 */
final class JoinedPointEmbeddings extends ForwardingParameters {
  /** Of the joined tensor, (labels, C). */
  private static final String JOINED = "prompt_encoder.point_embeddings.weight";

  private static final String PREFIX = "prompt_encoder.point_embeddings.";
  private static final String SUFFIX = ".weight";

  /** Which row of the joined tensor a name stands for. */
  private final Map<String, Integer> rows = new HashMap<>();

  private final Set<String> names;

  JoinedPointEmbeddings(Parameters weights) {
    super(weights);
    Set<String> all = new HashSet<>(weights.names());
    if (all.remove(JOINED)) {
      int[] shape = weights.shape(JOINED);
      if (shape.length != 2) {
        throw WeightsFormatException.tensor(
            weights.source(), JOINED, "shape [labels, C]", "shape " + Arrays.toString(shape));
      }
      for (int i = 0; i < shape[0]; i++) {
        rows.put(PREFIX + i + SUFFIX, i);
      }
    }
    all.addAll(rows.keySet());
    names = Set.copyOf(all);
  }

  @Override
  public Set<String> names() {
    return names;
  }

  @Override
  public boolean has(String name) {
    return names.contains(name);
  }

  @Override
  public int[] shape(String name) {
    return rows.containsKey(name) ? new int[] {1, super.shape(JOINED)[1]} : super.shape(name);
  }

  @Override
  public float[] values(String name) {
    Integer row = rows.get(name);
    if (row == null) {
      return super.values(name);
    }
    int width = super.shape(JOINED)[1];
    return Arrays.copyOfRange(super.values(JOINED), row * width, (row + 1) * width);
  }
}
