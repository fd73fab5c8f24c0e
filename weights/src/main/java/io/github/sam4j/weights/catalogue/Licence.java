package io.github.sam4j.weights.catalogue;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a model's weights may be used for.
 *
 * @param id SPDX's, or the name that its authors gave it
 * @param note what it forbids that free licences allow, to be shown before a download; null where
 *     it forbids nothing
 */
public record Licence(String id, @Nullable String note) {
  /** A licence that allows every use. */
  public static Licence free(String id) {
    return new Licence(id, null);
  }

  /** What it forbids. */
  public Optional<String> restriction() {
    return Optional.ofNullable(note);
  }
}
