package io.github.sam4j.weights.catalogue;

import java.util.List;

/**
 * A published checkpoint.
 *
 * @param name what users ask for, such as {@code mobile-sam}
 * @param aliases other names that are understood
 * @param title one line on what it is
 * @param traits what helps to choose it
 * @param family whose architecture it has: the id of a family or of a detector, such as {@code sam}
 * @param licence of the weights
 * @param files at least one; several make a folder
 */
public record ModelEntry(
    String name,
    List<String> aliases,
    String title,
    ModelTraits traits,
    String family,
    Licence licence,
    List<ModelFile> files) {
  /** Checks every component. */
  public ModelEntry {
    if (!name.matches("[a-z0-9][a-z0-9.-]*")) {
      throw new IllegalArgumentException(
          "expected a model name of lower-case letters, digits, dots and dashes, found: " + name);
    }
    if (files.isEmpty()) {
      throw new IllegalArgumentException(name + ": expected at least one file, found none");
    }
    aliases = List.copyOf(aliases);
    files = List.copyOf(files);
  }
}
