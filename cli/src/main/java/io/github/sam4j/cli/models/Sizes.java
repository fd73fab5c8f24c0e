package io.github.sam4j.cli.models;

import io.github.sam4j.weights.catalogue.ModelEntry;
import io.github.sam4j.weights.catalogue.ModelFile;
import java.util.Locale;

/** Sizes for people to read, in units of a million bytes. */
public final class Sizes {
  static final String UNIT = "MB";
  static final long UNIT_BYTES = 1_000_000;

  private Sizes() {}

  static String of(long bytes) {
    return bytes < UNIT_BYTES
        ? bytes + " bytes"
        : String.format(Locale.ROOT, "%.1f %s", (double) bytes / UNIT_BYTES, UNIT);
  }

  /**
   * The sum of a model's files, if the catalogue knows them all, else about what its numbers take.
   */
  public static String of(ModelEntry entry) {
    long sum = 0;
    for (ModelFile file : entry.files()) {
      Long size = file.size();
      if (size == null) {
        Long parameters = entry.traits().parameters();
        return parameters == null ? "unknown" : "~" + of(Float.BYTES * parameters);
      }
      sum += size;
    }
    return of(sum);
  }
}
