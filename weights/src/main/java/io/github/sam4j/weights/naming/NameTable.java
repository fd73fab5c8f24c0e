package io.github.sam4j.weights.naming;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * From the names that a file's authors gave its tensors to those that the library's parts ask for.
 * One table for each way in which a family is published.
 */
@FunctionalInterface
public interface NameTable {
  /**
   * The library's names for a whole file's names.
   *
   * @param names as the file has them, wrapper prefixes taken off
   * @return library name to file name; what the table does not know keeps its name
   */
  Map<String, String> translate(Set<String> names);

  /**
   * This table for files in which something stands before every name of the model; what has not, is
   * no part of the model and left out.
   *
   * @param prefix with its dot; may be empty
   */
  default NameTable below(String prefix) {
    return prefix.isEmpty()
        ? this
        : names -> {
          Map<String, String> table = new LinkedHashMap<>();
          translate(WrapperPrefixes.below(prefix, names))
              .forEach((ours, theirs) -> table.put(ours, prefix + theirs));
          return table;
        };
  }

  /** The table of files that have the library's names already. */
  static NameTable unchanged() {
    return names -> {
      Map<String, String> same = new LinkedHashMap<>();
      names.forEach(name -> same.put(name, name));
      return same;
    };
  }
}
