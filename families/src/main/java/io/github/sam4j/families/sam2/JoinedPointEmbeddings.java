package io.github.sam4j.families.sam2;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.parameters.Parameters;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * Weights in which transformers may have joined the embeddings of the points' labels to one tensor:
 * its rows are given under the names that they have alone.
 */
final class JoinedPointEmbeddings implements Parameters {
  /** Of the joined tensor, (labels, C). */
  static final String JOINED = "prompt_encoder.point_embeddings.weight";

  private static final String PREFIX = "prompt_encoder.point_embeddings.";
  private static final String SUFFIX = ".weight";

  private final Parameters weights;
  private final Set<String> names;

  JoinedPointEmbeddings(Parameters weights) {
    this.weights = weights;
    Set<String> all = new HashSet<>(weights.names());
    if (all.remove(JOINED)) {
      int[] shape = weights.shape(JOINED);
      if (shape.length != 2) {
        throw WeightsFormatException.tensor(
            weights.source(), JOINED, "shape [labels, C]", "shape " + Arrays.toString(shape));
      }
      for (int i = 0; i < shape[0]; i++) {
        all.add(PREFIX + i + SUFFIX);
      }
    }
    names = Set.copyOf(all);
  }

  /** Which row of the joined tensor a name stands for; -1 for none. */
  private int row(String name) {
    boolean one = name.startsWith(PREFIX) && name.endsWith(SUFFIX) && !name.equals(JOINED);
    return one && weights.has(JOINED)
        ? Integer.parseInt(name.substring(PREFIX.length(), name.length() - SUFFIX.length()))
        : -1;
  }

  @Override
  public String source() {
    return weights.source();
  }

  @Override
  public Set<String> names() {
    return names;
  }

  @Override
  public int[] shape(String name) {
    return row(name) < 0 ? weights.shape(name) : new int[] {1, weights.shape(JOINED)[1]};
  }

  @Override
  public float[] values(String name) {
    int row = row(name);
    if (row < 0) {
      return weights.values(name);
    }
    int width = weights.shape(JOINED)[1];
    return Arrays.copyOfRange(weights.values(JOINED), row * width, (row + 1) * width);
  }
}
